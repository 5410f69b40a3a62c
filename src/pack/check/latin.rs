//! The names that glyphs of Latin letters have in fonts (ISO 32000-1, annex D).

use read_fonts::ps::encoding::PredefinedEncoding;

/// The names of the letters and signs of ISO 8859-1 from U+00A1 on.
const UPPER: [&str; 95] = [
    "exclamdown",
    "cent",
    "sterling",
    "currency",
    "yen",
    "brokenbar",
    "section",
    "dieresis",
    "copyright",
    "ordfeminine",
    "guillemotleft",
    "logicalnot",
    "softhyphen",
    "registered",
    "macron",
    "degree",
    "plusminus",
    "twosuperior",
    "threesuperior",
    "acute",
    "mu",
    "paragraph",
    "periodcentered",
    "cedilla",
    "onesuperior",
    "ordmasculine",
    "guillemotright",
    "onequarter",
    "onehalf",
    "threequarters",
    "questiondown",
    "Agrave",
    "Aacute",
    "Acircumflex",
    "Atilde",
    "Adieresis",
    "Aring",
    "AE",
    "Ccedilla",
    "Egrave",
    "Eacute",
    "Ecircumflex",
    "Edieresis",
    "Igrave",
    "Iacute",
    "Icircumflex",
    "Idieresis",
    "Eth",
    "Ntilde",
    "Ograve",
    "Oacute",
    "Ocircumflex",
    "Otilde",
    "Odieresis",
    "multiply",
    "Oslash",
    "Ugrave",
    "Uacute",
    "Ucircumflex",
    "Udieresis",
    "Yacute",
    "Thorn",
    "germandbls",
    "agrave",
    "aacute",
    "acircumflex",
    "atilde",
    "adieresis",
    "aring",
    "ae",
    "ccedilla",
    "egrave",
    "eacute",
    "ecircumflex",
    "edieresis",
    "igrave",
    "iacute",
    "icircumflex",
    "idieresis",
    "eth",
    "ntilde",
    "ograve",
    "oacute",
    "ocircumflex",
    "otilde",
    "odieresis",
    "divide",
    "oslash",
    "ugrave",
    "uacute",
    "ucircumflex",
    "udieresis",
    "yacute",
    "thorn",
    "ydieresis",
];

/// The names of letters and signs beyond ISO 8859-1 in the encodings that PDF names, and of those of ASCII that have
/// another name in the standard encoding.
const OTHERS: [(char, &str); 57] = [
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
];

/// Returns the name of a letter's glyph.
pub(super) fn name(letter: char) -> Option<String> {
    if let Some((_, name)) = OTHERS.iter().find(|(other, _)| *other == letter) {
        return Some((*name).to_owned());
    }
    if let Some(at) = u32::from(letter).checked_sub(0xA1).and_then(|at| usize::try_from(at).ok())
        && let Some(name) = UPPER.get(at)
    {
        return Some((*name).to_owned());
    }
    let code = u8::try_from(letter).ok().filter(u8::is_ascii)?;
    let name = PredefinedEncoding::Standard.name(code);
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
            ('ÿ', "ydieresis"),
            ('¡', "exclamdown"),
            ('\'', "quotesingle"),
            ('£', "sterling"),
            ('-', "hyphen"),
            ('7', "seven"),
        ] {
            assert_eq!(name(letter).as_deref(), Some(wanted));
        }
        assert_eq!(name('ж'), None);
    }
}
