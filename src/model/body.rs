//! Bodies that meet, and the seats on them.

use super::record::{Located, choice, record};
use super::value::{Flag, MinuteForm, ParagraphForm, Slug, names};

choice! {
    /// What a body is in law and in the constitution.
    pub enum BodyType ("a type of body") {
        /// The full council.
        Council = "council" | "full-council",
        /// The executive: cabinet, or one of its committees.
        Executive = "executive" | "cabinet",
        /// An overview and scrutiny committee.
        Scrutiny = "scrutiny" | "select",
        /// A committee that decides applications and licences.
        Regulatory = "regulatory" | "planning" | "licensing",
        /// A committee shared with other councils.
        Joint = "joint",
        /// A committee or panel that advises.
        Advisory = "advisory" | "committee",
    }
}

choice! {
    /// What a member is on a body.
    pub enum Role ("a role on a body") {
        /// In the chair.
        Chair = "chair" | "chairman" | "chairwoman" | "leader",
        /// Takes the chair's place.
        ViceChair = "vice-chair" | "vice-chairman" | "deputy-chair" | "deputy-leader",
        /// A member.
        Member = "member",
        /// May stand in for a member.
        Substitute = "substitute",
        /// From outside the council.
        CoOpted = "co-opted" | "co-optee" | "coopted",
        /// A seat that nobody holds.
        Vacancy = "vacancy" | "vacant",
    }
}

record! {
    /// A body that meets: the council, its executive, or a committee.
    pub struct Body {
        /// Short name for other tables and file names: lower-case letters, digits and hyphens.
        open id: Located<Slug>,
        /// The body's full name.
        open name: Located<String>,
        /// What the body is.
        open r#type: Located<BodyType>,
        /// Members who must be present.
        open quorum: Option<Located<u32>>,
        /// The councils that share the body, as `council.json` names them: itself, and others among its `partners`.
        open authorities: Vec<Located<String>>,
        /// Members of each of these councils who must be present.
        open quorum_of_each: Option<Located<u32>>,
        /// What whoever presides is called, where that is not as in the council.
        open chair_title: Option<Located<String>>,
        /// What whoever takes the chair's place is called, where that is not as in the council.
        open vice_chair_title: Option<Located<String>>,
        /// What `{prefix}` stands for in this body's minute numbers.
        open minute_prefix: Option<Located<String>>,
        /// The form of this body's minute numbers, where it is not the council's.
        open minute_number: Option<Located<MinuteForm>>,
        /// The form of this body's paragraph numbers, where it is not the council's; `none` for no numbers.
        open minute_paragraph: Option<Located<ParagraphForm>>,
        /// The officer whom to ask about this body.
        open contact_name: Option<Located<String>>,
        /// That officer's e-mail address.
        open contact_email: Option<Located<String>>,
        /// That officer's telephone number.
        open contact_telephone: Option<Located<String>>,
    }
}

record! {
    /// A seat on a body.
    pub struct Member {
        /// The body's id.
        open body: Located<Slug>,
        /// The member's name, as other tables write it.
        open name: Located<String>,
        /// The name as papers print it, such as with a title; the name where empty.
        open display_name: Option<Located<String>>,
        /// What the member is on the body; a plain member where empty.
        open role: Option<Located<Role>>,
        /// An office to print after the name, such as `Cabinet Member for Finance`.
        open office: Option<Located<String>>,
        /// The council that appointed the member, on a body that several share.
        open authority: Option<Located<String>>,
        /// The party or group.
        open party: Option<Located<String>>,
        /// The electoral division or ward.
        open division: Option<Located<String>>,
        /// The member's e-mail address, printed on the agendas of the body.
        open email: Option<Located<String>>,
        /// The member's telephone number, printed on the agendas of the body.
        open telephone: Option<Located<String>>,
        /// Whether the member may vote; yes where empty.
        open voting: Option<Located<Flag>>,
        /// The member whom this substitute stands in for, if for one only.
        open substitute_for: Option<Located<String>>,
    }
}

impl Member {
    /// Returns the member's role on the body; an empty cell means [`Role::Member`].
    pub fn role(&self) -> Role {
        self.role.as_ref().map_or(Role::Member, |role| role.value)
    }

    /// Returns the name as papers print it: the display name, or else the name.
    pub fn printed(&self) -> &str {
        self.display_name.as_ref().map_or(&self.name.value, |name| &name.value)
    }

    /// Returns the word that [`Self::printed`] has in front of the name, such as `Councillor`, and what stands after
    /// it, which has the same last word as the name; `None` where it has no such word.
    pub fn titled(&self) -> Option<(&str, &str)> {
        let (title, rest) = self.printed().trim().split_once(' ')?;
        let is_of_name = self.name.split_whitespace().any(|word| word == title);
        let last = |name: &str| name.split_whitespace().next_back().map(str::to_owned);
        (!is_of_name && last(rest) == last(&self.name)).then_some((title, rest.trim()))
    }

    /// Returns whether a name, as another table writes it, may be this member's; see
    /// [`names::same_person`].
    pub fn is_called(&self, name: &str) -> bool {
        names::same_person(&self.name, name) || names::same_person(self.printed(), name)
    }

    /// Returns whether the member may vote; an empty cell means yes.
    pub fn votes(&self) -> bool {
        self.voting.as_ref().is_none_or(|flag| flag.0)
    }
}

record! {
    /// An officer whom papers name.
    pub struct Officer {
        /// The officer's name, as other tables write it.
        open name: Located<String>,
        /// The officer's post.
        open post: Option<Located<String>>,
        /// The e-mail address.
        open email: Option<Located<String>>,
        /// The telephone number.
        open telephone: Option<Located<String>>,
    }
}
