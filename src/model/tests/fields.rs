//! A field of a record that does not say who may see it does not compile.

#[test]
fn a_field_says_who_may_see_it() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/fields/every_word.rs");
    cases.compile_fail("tests/fields/no_word.rs");
}
