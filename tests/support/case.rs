//! A run of the program in a temporary folder, after mdBook's `BookTest`.
//!
//! ```ignore
//! Case::new()
//!     .replace("data/agenda.csv", "Budget for 2026/27", "Budget for 2026\u{7f}27")
//!     .run(["build", "--kind", "agenda"])
//!     .code(0)
//!     .stderr_eq(str![[r#"…"#]])
//!     .made(["output/public/cabinet-2026-02-24/agenda.pdf"]);
//! ```

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use process_control::{ChildExt, Control};
use snapbox::{Assert, IntoData, Redactions};
use tempfile::TempDir;

/// The `--today` of every run whose arguments have none.
pub(crate) const TODAY: &str = "2026-02-20";

/// How long a run may take before its test fails; the longest takes a tenth of it.
const TIME_LIMIT: Duration = Duration::from_secs(180);

/// A temporary folder in which the program is run; `data` in it holds the records.
pub(crate) struct Case {
    root: Rc<TempDir>,
}

/// The exit code and output of a run.
pub(crate) struct Ended {
    root: Rc<TempDir>,
    /// The arguments, for messages.
    asked: String,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Case {
    /// A small council whose records are without fault: `tests/support/small`.
    pub(crate) fn new() -> Self {
        Self::copy_of(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/small"))
    }

    /// The same council, with an issue on the agenda of the meeting that was held.
    pub(crate) fn with_issue(self) -> Self {
        self.replace("data/agenda.csv", "2022.,,,", "2022.,AV26/001,,")
    }

    /// A copy of the folder at `path`.
    pub(crate) fn copy_of(path: impl AsRef<Path>) -> Self {
        let case = Self::empty();
        copy(path.as_ref(), case.root.path());
        case
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { root: Rc::new(TempDir::new().expect("a temporary folder can be made")) }
    }

    /// Returns the path of a file or folder, given relative to the case's folder with forward
    /// slashes.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        below.split('/').fold(self.root.path().to_owned(), |path, part| path.join(part))
    }

    /// Writes a text file.
    #[track_caller]
    pub(crate) fn file(self, below: &str, text: impl AsRef<str>) -> Self {
        self.bytes(below, text.as_ref())
    }

    /// Writes a file.
    #[track_caller]
    pub(crate) fn bytes(self, below: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Replaces `found`, which must be in a text file exactly once.
    #[track_caller]
    pub(crate) fn replace(self, below: &str, found: &str, by: &str) -> Self {
        let text = self.text(below);
        let count = text.matches(found).count();
        assert_eq!(count, 1, "`{found}` is in `{below}` {count} times");
        self.file(below, text.replace(found, by))
    }

    /// Adds to the end of a text file.
    #[track_caller]
    pub(crate) fn append(self, below: &str, text: &str) -> Self {
        let text = self.text(below) + text;
        self.file(below, text)
    }

    /// Removes a file, or a folder with its contents.
    #[track_caller]
    pub(crate) fn remove(self, below: &str) -> Self {
        let path = self.path(below);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        self
    }

    /// Makes a folder.
    #[track_caller]
    pub(crate) fn folder(self, below: &str) -> Self {
        fs::create_dir_all(self.path(below)).unwrap();
        self
    }

    /// Returns the text of a file, which must be UTF-8.
    #[track_caller]
    pub(crate) fn text(&self, below: &str) -> String {
        String::from_utf8(self.read(below)).unwrap()
    }

    /// Returns the bytes of a file.
    #[track_caller]
    pub(crate) fn read(&self, below: &str) -> Vec<u8> {
        fs::read(self.path(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    /// Returns the files below a folder of the case, in order.
    pub(crate) fn files(&self, below: &str) -> Vec<String> {
        files(&self.path(below))
    }

    /// Returns a command that runs the program in the case's folder.
    pub(crate) fn command(&self) -> Command {
        self.ready(Command::new(env!("CARGO_BIN_EXE_orderpaper")))
    }

    /// Runs the program.
    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Ended {
        self.ended(self.command(), args)
    }

    /// Runs the program from a shell, after the command `first`, such as `ulimit -f 1`.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn run_after<A: AsRef<OsStr>>(
        &self,
        first: &str,
        args: impl IntoIterator<Item = A>,
    ) -> Ended {
        let mut shell = self.ready(Command::new("sh"));
        shell.arg("-c").arg(format!("{first}; exec \"$0\" \"$@\""));
        shell.arg(env!("CARGO_BIN_EXE_orderpaper"));
        self.ended(shell, args)
    }

    /// Sets what all runs share: the working folder, no colour, an empty stdin.
    fn ready(&self, mut command: Command) -> Command {
        command.current_dir(self.root.path()).env("NO_COLOR", "1").stdin(Stdio::null());
        command.env_remove("CLICOLOR_FORCE").env_remove("RUST_BACKTRACE");
        command
    }

    #[track_caller]
    fn ended<A: AsRef<OsStr>>(
        &self,
        mut command: Command,
        args: impl IntoIterator<Item = A>,
    ) -> Ended {
        let args: Vec<OsString> = args.into_iter().map(|arg| arg.as_ref().to_owned()).collect();
        let is_dated = args.iter().any(|arg| arg == "--today");
        command.args(&args);
        if !is_dated {
            command.args(["--today", TODAY]);
        }
        let output = output(&mut command);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        let asked: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
        Ended {
            root: Rc::clone(&self.root),
            asked: asked.join(" "),
            code: output.status.code(),
            stdout: text(output.stdout).replace("orderpaper.exe", "orderpaper"),
            stderr: text(output.stderr).replace("orderpaper.exe", "orderpaper"),
        }
    }
}

impl Ended {
    /// Expects this exit code.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        if self.code != Some(code) {
            self.fail(&format!("ended with {:?}, not with {code}", self.code));
        }
        self
    }

    /// Expects these results on stdout; `[..]` stands for any text, `...` for any lines.
    #[track_caller]
    pub(crate) fn stdout_eq(self, expected: impl IntoData) -> Self {
        self.assert().eq(&self.stdout, expected);
        self
    }

    /// Expects these messages on stderr, with the same wildcards.
    #[track_caller]
    pub(crate) fn stderr_eq(self, expected: impl IntoData) -> Self {
        self.assert().eq(&self.stderr, expected);
        self
    }

    /// Expects this text in the results.
    #[track_caller]
    pub(crate) fn stdout_has(self, text: &str) -> Self {
        if !slashed(&self.stdout).contains(text) {
            self.fail(&format!("stdout does not say `{text}`"));
        }
        self
    }

    /// Expects this text in the messages.
    #[track_caller]
    pub(crate) fn stderr_has(self, text: &str) -> Self {
        if !slashed(&self.stderr).contains(text) {
            self.fail(&format!("stderr does not say `{text}`"));
        }
        self
    }

    /// Expects that this text is not in the messages.
    #[track_caller]
    pub(crate) fn stderr_lacks(self, text: &str) -> Self {
        if slashed(&self.stderr).contains(text) {
            self.fail(&format!("stderr says `{text}`"));
        }
        self
    }

    /// Expects these files.
    #[track_caller]
    pub(crate) fn made<'a>(self, files: impl IntoIterator<Item = &'a str>) -> Self {
        for file in files {
            if !self.root.path().join(file).is_file() {
                self.fail(&format!("`{file}` was not made"));
            }
        }
        self
    }

    /// Expects none of these files.
    #[track_caller]
    pub(crate) fn not_made<'a>(self, files: impl IntoIterator<Item = &'a str>) -> Self {
        for file in files {
            if self.root.path().join(file).exists() {
                self.fail(&format!("`{file}` was made"));
            }
        }
        self
    }

    /// Expects no panic, no temporary file left below `output`, and only whole PDFs and pages below it.
    #[track_caller]
    pub(crate) fn nothing_half_written(self) -> Self {
        for word in ["panicked", "the program crashed", "RUST_BACKTRACE", "stack overflow"] {
            if self.stderr.contains(word) || self.stdout.contains(word) {
                self.fail("the program crashed");
            }
        }
        let output = self.root.path().join("output");
        for file in files(&output) {
            match file.rsplit_once('.') {
                Some((_, "pdf")) => {
                    let bytes = fs::read(output.join(&file)).unwrap();
                    let is_whole =
                        bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF");
                    if !is_whole {
                        self.fail(&format!("`{file}` is not a whole PDF"));
                    }
                }
                Some((_, "html")) => {
                    let bytes = fs::read(output.join(&file)).unwrap();
                    if !bytes.trim_ascii_end().ends_with(b"</html>") {
                        self.fail(&format!("`{file}` is not a whole page"));
                    }
                }
                Some((_, "typ")) => {}
                _ => self.fail(&format!("`{file}` is left behind")),
            }
        }
        self
    }

    /// Returns the code that the run ended with; `None` where a signal ended it.
    pub(crate) fn exit(&self) -> Option<i32> {
        self.code
    }

    /// Returns what was printed to stdout.
    pub(crate) fn stdout(&self) -> &str {
        &self.stdout
    }

    /// Returns what was printed to stderr.
    pub(crate) fn stderr(&self) -> &str {
        &self.stderr
    }

    /// Returns the lines of stdout, each of which must be JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let lines = self.stdout.lines().map(|line| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| self.fail(&format!("not JSON: {error}: {line}")))
        });
        lines.collect()
    }

    /// Fails the test, and shows everything that was printed.
    #[track_caller]
    pub(crate) fn fail(&self, why: &str) -> ! {
        let Self { asked, stdout, stderr, .. } = self;
        let rule = "~".repeat(72);
        panic!("`{asked}`: {why}\n{rule} stdout\n{stdout}{rule} stderr\n{stderr}{rule}");
    }

    fn assert(&self) -> Assert {
        let mut redactions = Redactions::new();
        redactions.insert("[ROOT]", self.root.path().to_owned()).unwrap();
        redactions.insert("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
        Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).redact_with(redactions)
    }
}

/// Runs a command to its end, which must come within the time limit, and returns what it printed.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    finished(child.expect("the program can be run"))
}

/// Waits for the end of a process, which must come within the time limit, and returns what it printed to
/// pipes.
#[track_caller]
pub(crate) fn finished(child: Child) -> Output {
    let run = child.controlled_with_output().time_limit(TIME_LIMIT).terminate_for_timeout();
    let output = run.wait().expect("the program can be waited for");
    output.unwrap_or_else(|| panic!("no end after {TIME_LIMIT:?}")).into_std_lossy()
}

/// Waits until something is so, which must be within the time limit.
#[track_caller]
pub(crate) fn wait_until(is_so: impl Fn() -> bool) {
    let end = Instant::now() + TIME_LIMIT;
    while !is_so() {
        assert!(Instant::now() < end, "not so after {TIME_LIMIT:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns a text with forward slashes, so that paths are the same on every system.
fn slashed(text: &str) -> String {
    text.replace('\\', "/")
}

/// Returns the files below a folder, as paths relative to it with forward slashes, in order; without
/// the program's private state.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&below)) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = below.join(entry.file_name());
            if entry.file_name() == orderpaper::store::OWN_FOLDER {
                continue;
            }
            if entry.path().is_dir() {
                open.push(path);
            } else {
                found.push(slashed(&path.to_string_lossy()));
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with its contents.
fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}
