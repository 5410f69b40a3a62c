//! The fonts: Noto Sans and a typeface of symbols, which are built in, and a council's fonts from `templates/fonts/`.

use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::text::Font;
use typst_kit::fonts::FontStore;

use crate::model::glyphs::Coverage;
use crate::templates::Templates;

/// Loads all fonts, the council's first. System fonts are not used, so that pages are the same on
/// every machine.
///
/// # Errors
/// When a council's font can't be read.
pub(super) fn load(templates: &Templates) -> anyhow::Result<FontStore> {
    let mut store = FontStore::new();
    let mut add = |data: Bytes| {
        let fonts = Font::iter(data).map(|font| (font.clone(), font.info().clone()));
        store.extend(fonts);
    };
    for path in templates.below("fonts")? {
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        if matches!(&*ending, "ttf" | "otf" | "ttc")
            && let Some(bytes) = templates.get(&path)?
        {
            add(Bytes::new(bytes.into_owned()));
        }
    }
    for face in
        [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF]
    {
        add(Bytes::new(face));
    }
    // Last, so that it is taken only for what no other has.
    add(Bytes::new(symbols()));
    Ok(store)
}

/// The family of the typeface for symbols, as it names itself.
const SYMBOLS: &str = "DejaVu Sans Mono";

/// Returns the typeface for symbols: the last of those that come with Typst.
fn symbols() -> &'static [u8] {
    typst_assets::fonts().last().expect("the feature `fonts` is on")
}

/// Returns the names of the typefaces, sorted.
pub(super) fn typefaces(fonts: &FontStore) -> BTreeSet<String> {
    (0..).map_while(|index| fonts.font(index)).map(|font| font.info().family.clone()).collect()
}

/// Returns the characters that at least one font can print; of the typeface for symbols only symbols.
pub(super) fn coverage(fonts: &FontStore) -> Coverage {
    let (mut points, mut symbols) = (Vec::new(), Vec::new());
    for font in (0..).map_while(|index| fonts.font(index)) {
        let is_of_symbols = font.info().family == SYMBOLS;
        let into = if is_of_symbols { &mut symbols } else { &mut points };
        into.extend(font.info().coverage.iter());
    }
    Coverage::new(points.into_iter()).with_symbols(symbols.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_set_and_letters_of_the_same_typeface_are_not() {
        let coverage = coverage(&load(&Templates::new(None)).unwrap());
        for symbol in "✓✔☐☑☒✗✘⇒⚠☎★".chars() {
            assert!(coverage.has(symbol), "{symbol}");
        }
        // Letters of a width for all would stand badly among others.
        assert!(!coverage.has('ع'));
        assert_eq!(coverage.substitute("CO₂ ① ✅"), "CO2 1 ✔");
    }
}
