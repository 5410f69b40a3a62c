//! Operators and paths: colours, lines and shapes as annotations describe them.

use lopdf::{Dictionary, Document};

use crate::object::{get_array, get_dict, get_name, number};

/// Returns a rectangle that is smaller on all sides.
pub(super) fn inset(bounds: [f64; 4], by: f64) -> [f64; 4] {
    [bounds[0] + by, bounds[1] + by, bounds[2] - by, bounds[3] - by]
}

/// Returns the numbers in an array.
pub(super) fn numbers(document: &Document, from: &Dictionary, key: &[u8]) -> Vec<f64> {
    let list = get_array(document, from, key).iter();
    list.take(100_000).filter_map(|item| number(document, item)).collect()
}

/// Returns a colour; `None` where it is transparent.
pub(super) fn colour(document: &Document, from: &Dictionary, key: &[u8]) -> Option<Vec<f64>> {
    Some(numbers(document, from, key)).filter(|colour| !colour.is_empty())
}

/// Returns the operator that sets a colour, to stroke or to fill.
pub(super) fn operator(colour: &[f64], is_stroke: bool) -> Option<String> {
    let name = match (colour.len(), is_stroke) {
        (1, true) => "G",
        (1, false) => "g",
        (3, true) => "RG",
        (3, false) => "rg",
        (4, true) => "K",
        (4, false) => "k",
        _ => return None,
    };
    let parts: Vec<String> = colour.iter().map(|part| format!("{part:.3}")).collect();
    Some(format!("{} {name}", parts.join(" ")))
}

pub(super) fn colour_operator(
    document: &Document,
    from: &Dictionary,
    key: &[u8],
    is_stroke: bool,
) -> Option<String> {
    operator(&colour(document, from, key)?, is_stroke)
}

/// Returns the width of an annotation's border, in points.
pub(super) fn border(document: &Document, annotation: &Dictionary, usual: f64) -> f64 {
    let style = get_dict(document, annotation, b"BS");
    let width =
        style.and_then(|style| style.get(b"W").ok()).and_then(|width| number(document, width));
    let old = get_array(document, annotation, b"Border").get(2);
    let width = width.or_else(|| old.and_then(|width| number(document, width)));
    width.unwrap_or(usual).clamp(0.0, 100.0)
}

/// Returns the operator that sets the dashes of an annotation's lines, where it has any.
pub(super) fn dashes(document: &Document, annotation: &Dictionary) -> String {
    let style = get_dict(document, annotation, b"BS");
    let is_dashed =
        style.is_some_and(|style| get_name(document, style, b"S") == Some(b"D".as_slice()));
    let dashes = style.filter(|_| is_dashed).map(|style| numbers(document, style, b"D"));
    match dashes {
        None => String::new(),
        Some(dashes) if dashes.is_empty() => "[3] 0 d".to_owned(),
        Some(dashes) => {
            let dashes: Vec<String> = dashes.iter().map(|dash| format!("{dash:.2}")).collect();
            format!("[{}] 0 d", dashes.join(" "))
        }
    }
}

pub(super) fn square([left, bottom, right, top]: [f64; 4]) -> String {
    let (width, height) = ((right - left).max(0.0), (top - bottom).max(0.0));
    format!("{left:.2} {bottom:.2} {width:.2} {height:.2} re")
}

pub(super) fn ellipse([left, bottom, right, top]: [f64; 4]) -> String {
    // How far the handles of a curve stand from its ends, for a quarter of a circle.
    const HANDLE: f64 = 0.552_285;
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
    let (a, b) = ((right - left) / 2.0, (top - bottom) / 2.0);
    let (p, q) = (a * HANDLE, b * HANDLE);
    let curve = |points: [f64; 6]| {
        let points: Vec<String> = points.iter().map(|point| format!("{point:.2}")).collect();
        format!("{} c", points.join(" "))
    };
    format!(
        "{:.2} {y:.2} m {} {} {} {} h",
        x + a,
        curve([x + a, y + q, x + p, y + b, x, y + b]),
        curve([x - p, y + b, x - a, y + q, x - a, y]),
        curve([x - a, y - q, x - p, y - b, x, y - b]),
        curve([x + p, y - b, x + a, y - q, x + a, y]),
    )
}

/// Returns lines from point to point.
pub(super) fn lines(points: &[f64], is_closed: bool) -> String {
    let mut path = String::new();
    for (at, point) in points.chunks_exact(2).enumerate() {
        let operator = if at == 0 { "m" } else { "l" };
        path.push_str(&format!("{:.2} {:.2} {operator} ", point[0], point[1]));
    }
    if points.len() == 2 {
        // A dot.
        path.push_str(&format!("{:.2} {:.2} l ", points[0] + 0.1, points[1]));
    }
    if is_closed && !path.is_empty() {
        path.push('h');
    }
    path
}

/// Returns what marks the words in a quadrilateral: its area, or a line below or through it. Its corners are
/// the upper ones from left to right, then the lower ones, as programs write them.
pub(super) fn over_words(subtype: &[u8], quad: &[f64]) -> String {
    let point = |at: usize| (quad[2 * at], quad[2 * at + 1]);
    let ((ax, ay), (bx, by), (cx, cy), (dx, dy)) = (point(0), point(1), point(2), point(3));
    let between = |part: f64| {
        let along = |low: f64, high: f64| low + (high - low) * part;
        [along(cx, ax), along(cy, ay), along(dx, bx), along(dy, by)]
    };
    match subtype {
        b"Highlight" => lines(&[ax, ay, bx, by, dx, dy, cx, cy], true),
        b"StrikeOut" => lines(&between(0.45), false),
        b"Underline" => lines(&between(0.08), false),
        _ => {
            let [x1, y1, x2, y2] = between(0.08);
            let steps = ((x2 - x1).hypot(y2 - y1) / 2.0).clamp(2.0, 2_000.0).round();
            let mut points = Vec::new();
            let mut at = 0.0;
            while at <= steps {
                let lift = if at % 2.0 < 1.0 { -0.8 } else { 0.8 };
                points.extend([x1 + (x2 - x1) * at / steps, y1 + (y2 - y1) * at / steps + lift]);
                at += 1.0;
            }
            lines(&points, false)
        }
    }
}
