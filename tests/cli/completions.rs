//! `completions`.

use snapbox::str;

use crate::support::Case;

#[test]
fn every_shell_has_completions() {
    for (shell, word) in [
        ("bash", "_orderpaper"),
        ("powershell", "Register-ArgumentCompleter"),
        ("zsh", "#compdef orderpaper"),
        ("fish", "complete -c orderpaper"),
        ("elvish", "orderpaper"),
    ] {
        let ended = Case::empty().run(["completions", shell]).code(0).stderr_eq(str![]);
        ended.stdout_has(word).stdout_has("keep-typ");
    }
}
