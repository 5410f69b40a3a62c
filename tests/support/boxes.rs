//! Where the words of a PDF are printed, as poppler reports it.

use std::path::Path;
use std::process::Command;

/// A word with its box: left, top, right, bottom.
pub(crate) type Word = ([f64; 4], String);

/// Returns the words of each page, as poppler reports them.
pub(crate) fn words(pdf: &Path) -> Vec<Vec<Word>> {
    let ended = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output();
    let ended = ended.expect("`pdftotext` of poppler is there");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let text = String::from_utf8(ended.stdout).unwrap();
    let number = |line: &str, name: &str| -> f64 {
        let rest = line.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let pages = text.split("<page ").skip(1);
    pages
        .map(|page| {
            let lines = page.lines().filter(|line| line.trim_start().starts_with("<word "));
            lines
                .map(|line| {
                    let sides = ["xMin", "yMin", "xMax", "yMax"].map(|side| number(line, side));
                    let word = line.split_once('>').unwrap().1.trim_end_matches("</word>");
                    (sides, word.to_owned())
                })
                .collect()
        })
        .collect()
}

/// Returns the lines of each page, from the top, each with its bottom in points.
pub(crate) fn lines(pdf: &Path) -> Vec<Vec<(f64, String)>> {
    words(pdf).into_iter().map(lines_of).collect()
}

fn lines_of(mut words: Vec<Word>) -> Vec<(f64, String)> {
    words.sort_by(|(one, _), (other, _)| {
        one[3].total_cmp(&other[3]).then(one[0].total_cmp(&other[0]))
    });
    let mut lines: Vec<(f64, Vec<Word>)> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some((bottom, line)) if word.0[3] - *bottom < 2.0 => line.push(word),
            _ => lines.push((word.0[3], vec![word])),
        }
    }
    let set = |(bottom, mut line): (f64, Vec<Word>)| {
        line.sort_by(|(one, _), (other, _)| one[0].total_cmp(&other[0]));
        (bottom, line.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" "))
    };
    lines.into_iter().map(set).collect()
}
