//! Checks every name in a template against the schema of its view.
//!
//! Handlebars' strict mode reports `{{nope}}`, but silently accepts `{{#if nope}}`,
//! `{{#each nope}}` and `{{#with nope}}`: a misspelt name would drop a section from statutory
//! minutes. So the template's syntax tree is walked, keeping track of the scope that each block
//! opens.

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::Template;
use handlebars::template::{BlockParam, HelperTemplate, Parameter, TemplateElement};
use schemars::Schema;
use serde_json::Value;

use super::helpers;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Source};
use crate::model::nearest::nearest;
use crate::model::value::Language;

/// Helpers of Handlebars itself that templates may use.
const BUILT_IN: &[&str] =
    &["if", "unless", "each", "with", "eq", "ne", "and", "or", "not", "len", "gt", "lt"];

/// Parsed partials by name.
pub(super) type Partials = BTreeMap<String, (Arc<Source>, Template)>;

/// Returns the span of the tag at a line and column (both counted from one), up to its `}}`; the
/// whole template where the position is not known.
pub(super) fn origin(source: &Arc<Source>, at: Option<(usize, usize)>) -> Origin {
    let Some((line, column)) = at else { return Origin::whole(source) };
    let start: usize = source.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &source.text[start..];
    let skip = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let begin = start + skip;
    let length = source.text[begin..].find("}}").map_or(1, |end| end + 2);
    Origin::new(source, begin..begin + length)
}

/// Reports names that the view lacks, helpers that don't exist, partials that the language lacks, and triple
/// braces.
pub(super) fn check(
    diags: &mut Diagnostics,
    source: &Arc<Source>,
    template: &Template,
    schema: &Schema,
    language: &Language,
    partials: &Partials,
) {
    let root = schema.as_value();
    let scopes = vec![Scope { schema: Some(root), names: Vec::new() }];
    let mut checker = Checker { diags, source, root, scopes, language, partials, depth: 0 };
    checker.template(template);
}

/// What names refer to inside a block: the schema of `this`, and the block parameters.
#[derive(Clone)]
struct Scope<'a> {
    /// The schema of `this`; `None` where a fault above was already reported.
    schema: Option<&'a Value>,
    /// Block parameters with their schemas.
    names: Vec<(String, Option<&'a Value>)>,
}

struct Checker<'a, 'd> {
    diags: &'d mut Diagnostics,
    source: &'a Arc<Source>,
    root: &'a Value,
    scopes: Vec<Scope<'a>>,
    language: &'a Language,
    partials: &'a Partials,
    depth: usize,
}

impl<'a> Checker<'a, '_> {
    fn template(&mut self, template: &Template) {
        for (at, element) in template.elements.iter().enumerate() {
            let place = template.mapping.get(at).map(|place| (place.0, place.1));
            self.element(element, place);
        }
    }

    fn element(&mut self, element: &TemplateElement, at: Option<(usize, usize)>) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::HtmlExpression(_) => self.report(
                at,
                Code::TemplateRaw,
                "triple braces would let data become code".to_owned(),
                Some("use `{{…}}`, or `{{rich …}}` for a text with markup".to_owned()),
            ),
            TemplateElement::Expression(expression) => self.expression(expression, at),
            TemplateElement::HelperBlock(block) => self.block(block, at),
            TemplateElement::PartialExpression(partial) => {
                let name = partial.name.as_name().unwrap_or_default().to_owned();
                for parameter in &partial.params {
                    self.parameter(parameter, at);
                }
                let Some((source, template)) = self.partials.get(&name) else {
                    let message = format!("there is no partial `{name}`");
                    let (message, hint) = if self.language.is_default() {
                        let near = nearest(&name, self.partials.keys().map(String::as_str));
                        (message, near.map(|near| format!("did you mean `{near}`?")))
                    } else {
                        let language = self.language;
                        let hint = format!(
                            "copy `templates/{name}.typ.hbs` to `{name}.{language}.typ.hbs` in your folder \
                             and translate it"
                        );
                        (format!("{message} in `{language}`"), Some(hint))
                    };
                    self.report(at, Code::TemplateUnknownPartial, message, hint);
                    return;
                };
                if self.depth > 8 {
                    self.report(
                        at,
                        Code::TemplateUnknownPartial,
                        format!("`{name}` includes itself"),
                        None,
                    );
                    return;
                }
                let schema = match partial.params.first() {
                    Some(parameter) => self.resolve_quietly(parameter),
                    None => self.scopes.last().and_then(|scope| scope.schema),
                };
                // Named arguments of the call are names in the partial.
                let mut names = Vec::new();
                for (name, value) in sorted_by_name(partial.hash.iter()) {
                    self.parameter(value, at);
                    names.push((name.clone(), self.resolve_quietly(value)));
                }
                let scope = Scope { schema, names };
                let outer = std::mem::replace(&mut self.source, source);
                self.scopes.push(scope);
                self.depth += 1;
                self.template(template);
                self.depth -= 1;
                self.scopes.pop();
                self.source = outer;
            }
            // Decorators, partial blocks, and whatever Handlebars may add.
            _ => self.report(
                at,
                Code::TemplateUnknownHelper,
                "decorators and partial blocks are not used in templates".to_owned(),
                None,
            ),
        }
    }

    fn expression(&mut self, expression: &HelperTemplate, at: Option<(usize, usize)>) {
        if expression.params.is_empty() && expression.hash.is_empty() {
            let name = expression.name.as_name().unwrap_or_default();
            if helpers::MANUAL.iter().any(|(helper, _)| *helper == name) {
                // Handlebars would call the helper, whether or not the view has a value of that name.
                let message = format!("`{name}` is a helper, and has nothing to work on");
                let hint = format!("for a value of that name, write `{{{{this.{name}}}}}`");
                self.report(at, Code::TemplateUnknownName, message, Some(hint));
                return;
            }
            self.parameter(&expression.name, at);
            return;
        }
        self.helper(expression, at);
    }

    /// Checks that a helper exists and that its arguments do.
    fn helper(&mut self, call: &HelperTemplate, at: Option<(usize, usize)>) {
        let name = match &call.name {
            Parameter::Name(name) => name.clone(),
            Parameter::Path(handlebars::Path::Relative((_, raw))) => raw.clone(),
            other => format!("{other:?}"),
        };
        let known =
            || helpers::MANUAL.iter().map(|(name, _)| *name).chain(BUILT_IN.iter().copied());
        if !known().any(|known| known == name) {
            let hint = nearest(&name, known()).map(|near| format!("did you mean `{near}`?"));
            self.report(
                at,
                Code::TemplateUnknownHelper,
                format!("there is no helper `{name}`"),
                hint,
            );
        }
        let named = sorted_by_name(call.hash.iter()).into_iter().map(|(_, value)| value);
        for parameter in call.params.iter().chain(named) {
            self.parameter(parameter, at);
        }
    }

    fn block(&mut self, block: &HelperTemplate, at: Option<(usize, usize)>) {
        self.helper(block, at);
        let name = block.name.as_name().unwrap_or_default();
        let subject = block.params.first().and_then(|parameter| self.resolve_quietly(parameter));
        let inner = match name {
            "each" => {
                let item = subject.and_then(|list| self.item(list));
                if subject.is_some() && item.is_none() {
                    self.report(
                        at,
                        Code::TemplateNotAList,
                        "`#each` takes a list".to_owned(),
                        None,
                    );
                }
                Some(item)
            }
            "with" => Some(subject),
            _ => None,
        };
        if let Some(schema) = inner {
            let mut names = Vec::new();
            match &block.block_param {
                Some(BlockParam::Single(Parameter::Name(name))) => {
                    names.push((name.clone(), schema));
                }
                Some(BlockParam::Pair((Parameter::Name(first), Parameter::Name(second)))) => {
                    names.push((first.clone(), schema));
                    names.push((second.clone(), None));
                }
                _ => {}
            }
            self.scopes.push(Scope { schema, names });
        }
        if let Some(template) = &block.template {
            self.template(template);
        }
        if inner.is_some() {
            self.scopes.pop();
        }
        if let Some(inverse) = &block.inverse {
            self.template(inverse);
        }
    }

    fn parameter(&mut self, parameter: &Parameter, at: Option<(usize, usize)>) {
        match parameter {
            Parameter::Literal(_) => {}
            Parameter::Subexpression(sub) => {
                if let TemplateElement::Expression(call) = sub.as_element() {
                    self.helper(call, at);
                }
            }
            Parameter::Name(raw) => self.path(raw, at),
            Parameter::Path(handlebars::Path::Relative((_, raw))) => self.path(raw, at),
            // Block-local names such as `@first`, and whatever Handlebars may add.
            _ => {}
        }
    }

    /// Reports a path that leads nowhere.
    fn path(&mut self, raw: &str, at: Option<(usize, usize)>) {
        if let Err((missing, candidates)) = self.resolve(raw) {
            let near = nearest(&missing, candidates.iter().map(String::as_str));
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", candidates.join(", ")),
            };
            let message = format!("the view has no `{missing}` here (in `{raw}`)");
            self.report(at, Code::TemplateUnknownName, message, Some(hint));
        }
    }

    fn resolve_quietly(&self, parameter: &Parameter) -> Option<&'a Value> {
        match parameter {
            Parameter::Name(raw) => self.resolve(raw).ok().flatten(),
            Parameter::Path(handlebars::Path::Relative((_, raw))) => {
                self.resolve(raw).ok().flatten()
            }
            _ => None,
        }
    }

    /// Follows a path from its scope: returns the schema found (`None` where it is not known), or
    /// as an error the missing name with the names that exist instead.
    fn resolve(&self, raw: &str) -> Result<Option<&'a Value>, (String, Vec<String>)> {
        let mut rest = raw;
        let mut level = self.scopes.len();
        while let Some(outer) = rest.strip_prefix("../") {
            level = level.saturating_sub(1).max(1);
            rest = outer;
        }
        let mut parts = rest.split(['.', '/']).filter(|part| !part.is_empty()).peekable();
        let mut schema = self.scopes.get(level.wrapping_sub(1)).and_then(|scope| scope.schema);
        match parts.peek() {
            Some(&"this") => drop(parts.next()),
            Some(&"@root") => {
                parts.next();
                schema = Some(self.root);
            }
            Some(local) if local.starts_with('@') => return Ok(None),
            Some(name) => {
                let named = self.scopes.iter().rev().flat_map(|scope| &scope.names);
                if let Some((_, found)) = named.into_iter().find(|(known, _)| known == name) {
                    schema = *found;
                    parts.next();
                }
            }
            None => {}
        }
        for part in parts {
            let Some(current) = schema else { return Ok(None) };
            let part = part.trim_matches(['[', ']']);
            let Some(properties) = self.properties(current) else {
                return Err((part.to_owned(), Vec::new()));
            };
            match properties.iter().find(|(name, _)| *name == part) {
                Some((_, found)) => schema = Some(found),
                None => {
                    let names = properties.iter().map(|(name, _)| (*name).to_owned()).collect();
                    return Err((part.to_owned(), names));
                }
            }
        }
        Ok(schema)
    }

    fn properties(&self, schema: &'a Value) -> Option<Vec<(&'a str, &'a Value)>> {
        properties(self.root, schema)
    }

    fn item(&self, schema: &'a Value) -> Option<&'a Value> {
        alternatives(self.root, schema).into_iter().find_map(|schema| schema.get("items"))
    }

    fn report(
        &mut self,
        at: Option<(usize, usize)>,
        code: Code,
        message: String,
        hint: Option<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message).at(&origin(self.source, at));
        diagnostic.hints.extend(hint);
        self.diags.push(diagnostic);
    }
}

/// Returns named arguments sorted by name, since Handlebars keeps them in a hash map.
fn sorted_by_name<'p>(
    named: impl Iterator<Item = (&'p String, &'p Parameter)>,
) -> Vec<(&'p String, &'p Parameter)> {
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(name, _)| name.as_str());
    named
}

/// Returns the alternatives of a schema (`anyOf`, `oneOf`), with references resolved; the schema
/// itself where it has none.
fn alternatives<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return target.map_or(Vec::new(), |target| alternatives(root, target));
    }
    let several = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    match several {
        Some(several) => several.iter().flat_map(|schema| alternatives(root, schema)).collect(),
        None => vec![schema],
    }
}

fn properties<'a>(root: &'a Value, schema: &'a Value) -> Option<Vec<(&'a str, &'a Value)>> {
    let objects: Vec<_> = alternatives(root, schema)
        .into_iter()
        .filter_map(|schema| schema.get("properties")?.as_object())
        .collect();
    (!objects.is_empty()).then(|| {
        objects
            .iter()
            .flat_map(|object| object.iter().map(|(name, schema)| (&**name, schema)))
            .collect()
    })
}

/// Returns every name that a view offers with its description: the rows of the templates' manual.
/// Items of lists are marked by `[]`, as in `members[].name`.
pub fn manual(schema: &Schema) -> Vec<(String, String)> {
    fn collect(
        root: &Value,
        schema: &Value,
        prefix: &str,
        depth: usize,
        rows: &mut Vec<(String, String)>,
    ) {
        let Some(names) = properties(root, schema).filter(|_| depth < 8) else { return };
        for (name, schema) in names {
            let list =
                alternatives(root, schema).into_iter().find_map(|schema| schema.get("items"));
            let path = format!("{prefix}{name}{}", if list.is_some() { "[]" } else { "" });
            let described = schema.get("description").and_then(Value::as_str).unwrap_or_default();
            let is_markup = properties(root, list.unwrap_or(schema))
                .is_some_and(|names| names.iter().any(|(name, _)| *name == "typst-markup"));
            let suffix = if is_markup { " (for `rich`)" } else { "" };
            rows.push((path.clone(), format!("{}{suffix}", described.replace('\n', " "))));
            if !is_markup {
                collect(root, list.unwrap_or(schema), &format!("{path}."), depth + 1, rows);
            }
        }
    }
    let mut rows = Vec::new();
    collect(schema.as_value(), schema.as_value(), "", 0, &mut rows);
    rows
}
