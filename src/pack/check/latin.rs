//! The names that glyphs of Latin letters have in fonts (ISO 32000-1, annex D).

use read_fonts::ps::encoding::PredefinedEncoding;

/// The names of letters and signs beyond ISO 8859-1 in the encodings that PDF names.
const OTHERS: [(char, &str); 68] = [
    ('€', "Euro"),
    ('‚', "quotesinglbase"),
    ('ƒ', "florin"),
    ('„', "quotedblbase"),
    ('…', "ellipsis"),
    ('†', "dagger"),
    ('‡', "daggerdbl"),
    ('ˆ', "circumflex"),
    ('‰', "perthousand"),
    ('Š', "Scaron"),
    ('‹', "guilsinglleft"),
    ('Œ', "OE"),
    ('Ž', "Zcaron"),
    ('‘', "quoteleft"),
    ('’', "quoteright"),
    ('“', "quotedblleft"),
    ('”', "quotedblright"),
    ('•', "bullet"),
    ('–', "endash"),
    ('—', "emdash"),
    ('˜', "tilde"),
    ('™', "trademark"),
    ('š', "scaron"),
    ('›', "guilsinglright"),
    ('œ', "oe"),
    ('ž', "zcaron"),
    ('Ÿ', "Ydieresis"),
    ('≠', "notequal"),
    ('∞', "infinity"),
    ('≤', "lessequal"),
    ('≥', "greaterequal"),
    ('∂', "partialdiff"),
    ('∑', "summation"),
    ('∏', "product"),
    ('π', "pi"),
    ('∫', "integral"),
    ('Ω', "Omega"),
    ('√', "radical"),
    ('≈', "approxequal"),
    ('∆', "Delta"),
    ('◊', "lozenge"),
    ('⁄', "fraction"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ı', "dotlessi"),
    ('˘', "breve"),
    ('˙', "dotaccent"),
    ('˚', "ring"),
    ('˝', "hungarumlaut"),
    ('˛', "ogonek"),
    ('ˇ', "caron"),
    ('Ł', "Lslash"),
    ('ł', "lslash"),
    ('−', "minus"),
    ('\'', "quotesingle"),
    ('`', "grave"),
    ('-', "hyphen"),
    ('´', "acute"),
    ('¨', "dieresis"),
    ('¯', "macron"),
    ('¸', "cedilla"),
    ('·', "periodcentered"),
    ('µ', "mu"),
    ('¦', "brokenbar"),
    ('°', "degree"),
    ('²', "twosuperior"),
    ('³', "threesuperior"),
    ('¹', "onesuperior"),
];

/// Returns the name of a letter's glyph.
pub(super) fn name(letter: char) -> Option<String> {
    if let Some((_, name)) = OTHERS.iter().find(|(other, _)| *other == letter) {
        return Some((*name).to_owned());
    }
    let name = PredefinedEncoding::IsoLatin1.name(u8::try_from(u32::from(letter)).ok()?);
    Some(name.to_owned()).filter(|name| !name.is_empty() && name != ".notdef")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_names_of_the_standard() {
        for (letter, wanted) in [
            ('A', "A"),
            (' ', "space"),
            ('é', "eacute"),
            ('£', "sterling"),
            ('-', "hyphen"),
            ('7', "seven"),
        ] {
            assert_eq!(name(letter).as_deref(), Some(wanted));
        }
        assert_eq!(name('ж'), None);
    }
}
