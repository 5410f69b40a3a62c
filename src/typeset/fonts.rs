//! The fonts: Noto Sans, which is built in, and a council's fonts from `templates/fonts/`.

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
    Ok(store)
}

/// Returns the characters that at least one font can print.
pub(super) fn coverage(fonts: &FontStore) -> Coverage {
    let loaded = (0..).map_while(|index| fonts.font(index));
    let points: Vec<u32> =
        loaded.flat_map(|font| font.info().coverage.iter().collect::<Vec<_>>()).collect();
    Coverage::new(points.into_iter())
}
