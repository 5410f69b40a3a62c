//! The words of a minute that may resolve to exclude the public.

use super::resolution::Piece;
use crate::model::minutes::{Minute, Motion, MotionOutcome};
use crate::model::record::Text;
use crate::model::rich::{Block, Cell, Table, plain_line};

/// Returns the words of a minute, as far as they were agreed: not those of motions that were lost or taken back.
pub(super) fn agreed_words(minute: &Minute) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for paragraph in &minute.paragraphs {
        if let Some(text) = &paragraph.text {
            add(&mut pieces, text);
        }
        if let Some(motion) = paragraph.motion.as_ref().filter(|motion| is_agreed(motion)) {
            // What was amended is resolved as amended.
            add(&mut pieces, motion.substantive.as_ref().unwrap_or(&motion.text));
        }
        if let Some(resolution) = &paragraph.resolution {
            let formula = resolution.formula.iter();
            pieces.extend(formula.map(|formula| Piece::Prose(formula.value.clone())));
            add(&mut pieces, &resolution.text);
        }
    }
    pieces
}

fn is_agreed(motion: &Motion) -> bool {
    let outcome = motion.outcome.as_ref().map(|outcome| outcome.value);
    !matches!(outcome, Some(MotionOutcome::Lost | MotionOutcome::Withdrawn | MotionOutcome::Fell))
}

fn add(pieces: &mut Vec<Piece>, text: &Text) {
    blocks(pieces, &text.value.0.blocks);
}

fn blocks(pieces: &mut Vec<Piece>, of: &[Block]) {
    for block in of {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                pieces.push(Piece::Prose(plain_line(content)));
            }
            Block::List(list) => {
                for item in &list.items {
                    blocks(pieces, &item.blocks);
                }
            }
            Block::Table(table) => rows(pieces, table),
            Block::Quote(inner) => blocks(pieces, inner),
            Block::Picture(_) => {}
        }
    }
}

fn rows(pieces: &mut Vec<Piece>, table: &Table) {
    if let Some(caption) = &table.caption {
        pieces.push(Piece::Prose(plain_line(caption)));
    }
    let heading = |column: usize| {
        let cells = table.head.iter().filter_map(|row| row.get(column));
        cells.map(|cell| plain_line(cell)).collect::<Vec<_>>().join(" ")
    };
    for row in &table.body {
        let cells = row.iter().enumerate();
        let cells = cells.map(|(column, cell): (usize, &Cell)| (heading(column), plain_line(cell)));
        pieces.push(Piece::Row(cells.collect()));
    }
}
