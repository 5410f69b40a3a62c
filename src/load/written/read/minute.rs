//! A minute as it is read, and what of it is still open.

use crate::diag::Origin;
use crate::load::written::record::Record;
use crate::model::node::Node;

/// A minute, and the parts of it that are still open.
pub(super) struct Minute {
    pub(super) record: Record,
    paragraphs: Vec<Record>,
    pub(super) motion: Option<Record>,
    /// The amendment, or the part of a motion, with the column that it goes to.
    pub(super) piece: Option<(&'static str, Record)>,
    vote: Option<Record>,
    /// The election or choice, with the column that it goes to.
    pub(super) election: Option<(&'static str, Record)>,
    pub(super) round: Option<Record>,
    pub(super) action: Option<Record>,
    pub(super) resolution: Option<Record>,
}

impl Minute {
    pub(super) fn new(record: Record) -> Self {
        Self {
            record,
            paragraphs: Vec::new(),
            motion: None,
            piece: None,
            vote: None,
            election: None,
            round: None,
            action: None,
            resolution: None,
        }
    }

    /// Ends the minute, and returns it.
    pub(super) fn node(mut self) -> Node {
        self.close();
        for paragraph in self.paragraphs {
            self.record.push("paragraphs", paragraph.only("text"));
        }
        self.record.node()
    }

    /// Returns the paragraph to which things belong; the first begins at `origin`.
    fn paragraph(&mut self, origin: &Origin) -> &mut Record {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Record::new(origin));
        }
        self.paragraphs.last_mut().expect("there is one")
    }

    /// Begins a paragraph, unless what follows belongs to the last.
    pub(super) fn begin(&mut self, origin: &Origin, with_it: bool) -> &mut Record {
        self.close();
        if !with_it {
            self.paragraphs.push(Record::new(origin));
        }
        self.paragraph(origin)
    }

    /// Begins a motion, in a new paragraph unless it belongs to the last.
    pub(super) fn begin_motion(&mut self, origin: &Origin, with_it: bool) {
        self.begin(origin, with_it);
        self.motion = Some(Record::new(origin));
    }

    /// Returns the motion, or the amendment or part of it, that lines are about.
    pub(super) fn target(&mut self) -> Option<&mut Record> {
        match (&mut self.piece, &mut self.motion) {
            (Some((_, piece)), _) => Some(piece),
            (None, motion) => motion.as_mut(),
        }
    }

    /// Returns the vote that lines are about.
    pub(super) fn vote(&mut self, origin: &Origin) -> &mut Record {
        // A vote without a motion belongs to the paragraph above.
        if self.motion.is_none() && self.vote.is_none() {
            self.close();
        }
        self.vote.get_or_insert_with(|| Record::new(origin))
    }

    pub(super) fn close_vote(&mut self, origin: &Origin) {
        let Some(vote) = self.vote.take() else { return };
        let place = vote.origin();
        match self.target() {
            Some(motion) => motion.set("vote", &place, vote.node()),
            None => self.paragraph(origin).set("vote", &place, vote.node()),
        }
    }

    /// Ends the amendment or part of the motion, and its vote.
    pub(super) fn close_piece(&mut self, origin: &Origin) {
        self.close_vote(origin);
        if let Some((column, piece)) = self.piece.take()
            && let Some(motion) = &mut self.motion
        {
            motion.push(column, piece.node());
        }
    }

    pub(super) fn close_round(&mut self) {
        if let Some(round) = self.round.take()
            && let Some((_, election)) = &mut self.election
        {
            election.push("rounds", round.node());
        }
    }

    /// Ends all that belongs to the last paragraph.
    pub(super) fn close(&mut self) {
        let Some(origin) = self.open_at() else { return };
        self.close_piece(&origin);
        self.close_round();
        let motion = self.motion.take().map(|motion| ("motion", motion));
        let resolution = self.resolution.take().map(|resolution| ("resolution", resolution));
        let open = motion.into_iter().chain(self.election.take()).chain(resolution);
        for (column, record) in open.collect::<Vec<_>>() {
            let place = record.origin();
            self.paragraph(&origin).set(column, &place, record.node());
        }
        if let Some(action) = self.action.take() {
            self.paragraph(&origin).push("actions", action.node());
        }
    }

    /// Returns where something begins that is still open.
    fn open_at(&self) -> Option<Origin> {
        let records = [&self.motion, &self.vote, &self.action, &self.resolution];
        let first = records.into_iter().flatten().next();
        first.or(self.election.as_ref().map(|(_, election)| election)).map(Record::origin)
    }
}
