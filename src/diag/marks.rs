//! Lines, columns and JSON pointers of places in a text.
//!
//! They are wanted for what is shown only, but that may be thousands of places in one large file. So the first
//! that is wanted reads the text once and leaves marks every few kilobytes, from which the others go on.

/// How many bytes, or a few more, are between marks.
const STEP: usize = 4096;

/// The deepest value that is accepted in data; whatever is deeper is malformed.
const MAX_DEPTH: usize = 50;

/// Marks in a text.
#[derive(Debug)]
pub(crate) struct Marks {
    lines: Vec<LineMark>,
    /// Empty in texts that are not JSON.
    json: Vec<Walk>,
}

/// The line and the column of a byte, both counted from one; columns count characters.
#[derive(Debug, Clone, Copy)]
struct LineMark {
    at: usize,
    line: usize,
    column: usize,
}

/// An array with its index, or an object with the key last seen.
#[derive(Debug, Clone)]
enum Step {
    Index(usize),
    Key(String),
}

/// A walk through a JSON text, which need not be well-formed, on its way.
#[derive(Debug, Clone, Default)]
struct Walk {
    /// How far it is; never inside a string.
    at: usize,
    steps: Vec<Step>,
    expects_key: bool,
}

impl Marks {
    /// Reads a text.
    pub(crate) fn of(text: &str, is_json: bool) -> Self {
        let mut lines = vec![LineMark { at: 0, line: 1, column: 1 }];
        let mut last = lines[0];
        while last.at + STEP < text.len() {
            last = last.walk(text, floor(text, last.at + STEP));
            lines.push(last);
        }
        let mut json = Vec::new();
        if is_json {
            let mut walk = Walk::default();
            loop {
                if walk.steps.len() <= MAX_DEPTH {
                    json.push(walk.clone());
                }
                if !walk.walk(text, walk.at + STEP) {
                    break;
                }
            }
        }
        Self { lines, json }
    }

    /// Returns the line and the column of a byte, both counted from one; columns count characters.
    pub(crate) fn line_column(&self, text: &str, at: usize) -> (u32, u32) {
        let at = floor(text, at);
        let after = self.lines.partition_point(|mark| mark.at <= at);
        let LineMark { line, column, .. } = self.lines[after - 1].walk(text, at);
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// Returns the pointer (RFC 6901) of the innermost JSON value or key that covers a byte; the text may be
    /// malformed.
    pub(crate) fn pointer(&self, text: &str, at: usize) -> String {
        let after = self.json.partition_point(|mark| mark.at <= at);
        let mut walk =
            after.checked_sub(1).map_or_else(Walk::default, |mark| self.json[mark].clone());
        walk.walk(text, at);
        walk.pointer()
    }
}

impl LineMark {
    /// Goes on to a later byte, at which a character begins.
    fn walk(self, text: &str, at: usize) -> Self {
        let between = &text[self.at..at];
        let breaks = between.bytes().filter(|&byte| byte == b'\n').count();
        let last = between.rsplit('\n').next().unwrap_or_default().chars().count();
        let column = if breaks == 0 { self.column + last } else { last + 1 };
        Self { at, line: self.line + breaks, column }
    }
}

impl Walk {
    /// Goes on until the steps are those of a byte; returns whether the text goes on after it.
    fn walk(&mut self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let offset = self.at;
            if byte == b'"' {
                let (end, is_closed) = end_of_string(bytes, offset);
                if self.expects_key
                    && let Some(Step::Key(key)) = self.steps.last_mut()
                {
                    // A key that is cut off names nothing; the pointer is that of the object around it.
                    let whole = text.get(offset + 1..end).filter(|_| is_closed);
                    whole.unwrap_or_default().clone_into(key);
                    self.expects_key = false;
                }
                self.at = end + 1;
                if at <= end {
                    return true;
                }
                continue;
            }
            if at <= offset {
                return true;
            }
            self.at += 1;
            match byte {
                b'{' => {
                    self.steps.push(Step::Key(String::new()));
                    self.expects_key = true;
                }
                b'[' => self.steps.push(Step::Index(0)),
                b'}' | b']' => drop(self.steps.pop()),
                b',' => match self.steps.last_mut() {
                    Some(Step::Index(index)) => *index += 1,
                    Some(Step::Key(_)) => self.expects_key = true,
                    None => {}
                },
                _ => {}
            }
        }
        false
    }

    fn pointer(&self) -> String {
        let steps = self.steps.iter().take(MAX_DEPTH);
        steps
            .filter_map(|step| match step {
                Step::Index(index) => Some(format!("/{index}")),
                Step::Key(key) if key.is_empty() => None,
                Step::Key(key) => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            })
            .collect()
    }
}

/// Returns where a string ends that begins at a byte, and whether it is closed.
fn end_of_string(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return (at, true),
            _ => at += 1,
        }
    }
    (bytes.len().saturating_sub(1).max(start), false)
}

/// Returns the nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_pointer(text: &str, needle: &str, expected: &str) {
        let at = text.find(needle).expect("the needle is in the text");
        assert_eq!(Marks::of(text, true).pointer(text, at), expected);
    }

    #[test]
    fn pointers_name_the_value_at_a_byte() {
        let text = r#"{"a": [1, {"b/c": "x, \"y\""}, 3], "d": {"e": "z"}}"#;
        check_pointer(text, "1,", "/a/0");
        check_pointer(text, "\"x", "/a/1/b~1c");
        check_pointer(text, "3]", "/a/2");
        check_pointer(text, "\"z", "/d/e");
        check_pointer(text, "{\"b", "/a/1");
        check_pointer(text, "{\"a\"", "");
        check_pointer(r#"{"a": {"b": 1, "cut"#, "t", "/a");
        check_pointer(r#"{"a": {"b": 1, "cut": "off"#, "f", "/a/cut");
        check_pointer(r#"{"a": 1, "#, ", ", "/a");
    }

    #[test]
    fn marks_change_no_place() {
        let row =
            |at: usize| format!("{{\"née\": [{at}, \"{}\"],\n \"b\": {at}}}", "é]{\\\"".repeat(at));
        let rows: Vec<String> = (0..120).map(row).collect();
        let text = format!("[{}]", rows.join(",\n"));
        let marks = Marks::of(&text, true);
        assert!(5 < marks.lines.len() && 5 < marks.json.len());
        let start = LineMark { at: 0, line: 1, column: 1 };
        for at in (0..text.len()).step_by(7) {
            let mut walk = Walk::default();
            walk.walk(&text, at);
            assert_eq!(marks.pointer(&text, at), walk.pointer(), "{at}");
            let LineMark { line, column, .. } = start.walk(&text, floor(&text, at));
            let found = marks.line_column(&text, at);
            assert_eq!((found.0 as usize, found.1 as usize), (line, column), "{at}");
        }
    }

    #[test]
    fn depth_without_an_end_takes_no_memory() {
        let text = "[".repeat(1_000_000);
        let marks = Marks::of(&text, true);
        assert_eq!(marks.json.len(), 1);
        assert_eq!(marks.pointer(&text, 3), "/0/0/0");
    }
}
