//! What documents are made from are values: written, and read in another process that has no records, they
//! give the same bytes.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use orderpaper::diag::Diagnostics;
use orderpaper::kinds::AnyKind;
use orderpaper::model::form::Form;
use orderpaper::packs::bind::Bind;
use orderpaper::papers::{PaperSource, content_of};
use orderpaper::pipeline::{self, Inputs, Job, Layout, Renderer, Selection, Session};
use orderpaper::typeset::Work;
use orderpaper::{kinds, store};

use crate::support::case::output;
use crate::support::{Case, opener};

/// The variable that has the folder of values in the other process.
const FOLDER: &str = "ORDERPAPER_TEST_VALUES";

/// The date for templates that ask for one.
const TODAY: &str = "2026-02-20";

/// What documents are made from, each as it is written, and the digests of what was made of them.
#[derive(Default)]
struct Values {
    /// What each document is typeset from, and the position of what its packs are bound from.
    works: Vec<(String, Option<usize>)>,
    binds: Vec<String>,
    made: Vec<String>,
}

impl Values {
    /// Makes documents of a data folder and adds what they are made from; copies its papers into `papers`,
    /// named by the digests of their content.
    fn add(
        &mut self,
        data: &Path,
        papers: &Path,
        kinds: &[&'static dyn AnyKind],
        is_wanted: &dyn Fn(&Job) -> bool,
    ) {
        let copies = tempfile::tempdir().unwrap();
        let inputs = Inputs {
            data: data.to_owned(),
            templates: None,
            today: TODAY.parse().unwrap(),
            opener: Some(opener(&copies.path().join("copies"))),
            max_file_bytes: orderpaper::load::MAX_FILE_BYTES,
            published: None,
        };
        let session = Session::open(&mut Diagnostics::default(), &inputs, kinds).unwrap();
        let kinds = kinds.iter().map(|kind| kind.name().to_owned()).collect();
        let selection = Selection { kinds, large_print: true, ..Selection::default() };
        let jobs = pipeline::plan(&session, &selection);
        for job in jobs.iter().filter(|job| is_wanted(job)) {
            let mut diags = Diagnostics::default();
            let work = session.merge(&mut diags, job).unwrap();
            assert_eq!(work.audience, job.kind.audience());
            let bind = session.bind(job).map(|bind| serde_json::to_string(&*bind).unwrap());
            let bind = bind.map(|bind| {
                let at = self.binds.iter().position(|other| *other == bind);
                at.unwrap_or_else(|| {
                    self.binds.push(bind);
                    self.binds.len() - 1
                })
            });
            let made = session.make(&mut diags, job);
            let made = made.unwrap_or_else(|| panic!("{}: {diags:?}", job.name()));
            self.works.push((serde_json::to_string(&*work).unwrap(), bind));
            self.made.push(blake3::hash(&made.bytes).to_hex().to_string());
        }
        let documents = data.join("documents");
        for file in store::walk(&documents).unwrap_or_default() {
            let file = documents.join(file);
            let ending = file.extension().unwrap_or_default();
            let name = papers.join(content_of(&file).unwrap()).with_extension(ending);
            std::fs::copy(&file, name).unwrap();
        }
    }
}

/// Makes the documents of values that another process has left in a folder, and leaves the digests of what
/// is made.
fn make_all(folder: &Path) {
    let text = |name: &str| String::from_utf8(store::read(&folder.join(name)).unwrap()).unwrap();
    let mut diags = Diagnostics::default();
    let today = TODAY.parse().unwrap();
    let renderer = Renderer::open(None, today, kinds::ALL).unwrap();
    let files = store::list(&folder.join("papers")).unwrap().into_iter().map(|entry| {
        let content = entry.name.split('.').next().unwrap().to_owned();
        (content, folder.join("papers").join(entry.name))
    });
    let papers = PaperSource { opener: opener(&folder.join("copies")), files: files.collect() };
    let layouts: Vec<Layout> = text("binds")
        .lines()
        .map(|line| {
            let bind: Bind = serde_json::from_str(line).unwrap();
            assert_eq!(serde_json::to_string(&bind).unwrap(), line);
            renderer.lay_out(&papers, Arc::new(bind))
        })
        .collect();
    let works = text("works");
    let made = works.lines().map(|line| {
        let (work, bind): (Work, Option<usize>) = serde_json::from_str(line).unwrap();
        let product =
            renderer.make(&mut diags, &work, bind.map(|at| &layouts[at]), Some(&papers)).unwrap();
        let product = product.unwrap_or_else(|| panic!("{}: {diags:?}", work.ident));
        blake3::hash(&product.bytes).to_hex().to_string() + "\n"
    });
    let made: String = made.collect();
    store::write(&folder.join("made"), made.as_bytes()).unwrap();
}

#[test]
fn what_documents_are_made_from_gives_the_same_bytes_in_another_process() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return make_all(&PathBuf::from(folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    std::fs::create_dir(&papers).unwrap();
    let mut values = Values::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Every document of the sample, and one of each kind in large print.
    let large = RefCell::new(BTreeSet::new());
    values.add(&root.join("data"), &papers, kinds::ALL, &|job| {
        job.form == Form::Pdf || large.borrow_mut().insert(job.kind.name())
    });
    let cases = root.join("tests").join("kinds");
    for kind in kinds::ALL {
        for case in store::list(&cases.join(kind.name())).unwrap() {
            let data = cases.join(kind.name()).join(case.name).join("input");
            values.add(&data, &papers, &[*kind], &|job| job.form == Form::Pdf);
        }
    }
    let write = |name: &str, lines: &[String]| {
        store::write(&folder.path().join(name), (lines.join("\n") + "\n").as_bytes()).unwrap();
    };
    let works = values.works.iter().map(|(work, bind)| {
        let bind = serde_json::to_string(bind).unwrap();
        format!("[{work},{bind}]")
    });
    write("works", &works.collect::<Vec<_>>());
    write("binds", &values.binds);
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.current_dir(folder.path()).env(FOLDER, folder.path()).args([
        "--exact",
        "values::what_documents_are_made_from_gives_the_same_bytes_in_another_process",
    ]);
    let ended = output(&mut other);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    let made = String::from_utf8(store::read(&folder.path().join("made")).unwrap()).unwrap();
    let made: Vec<&str> = made.lines().collect();
    assert_eq!(made.len(), values.made.len());
    for ((made, expected), (work, _)) in made.iter().zip(&values.made).zip(&values.works) {
        let work: Work = serde_json::from_str(work).unwrap();
        assert_eq!(made, expected, "{} in {:?}", work.ident, work.form);
    }
    let bound = values.works.iter().filter(|(_, bind)| bind.is_some()).count();
    assert!(bound > 20 && values.binds.len() > 5, "{bound} {}", values.binds.len());
}

#[test]
fn a_document_is_typeset_with_the_pictures_that_it_was_merged_with() {
    let svg = |colour: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>\
             <rect width='40' height='40' fill='{colour}'/></svg>"
        )
    };
    let logo = "\"logo\": { \"file\": \"pictures/crest.svg\", \"alt\": \"A square\" },";
    let case = Case::new()
        .replace("data/council.json", "\"nation\"", &format!("{logo} \"nation\""))
        .file("templates/pictures/crest.svg", svg("#004060"))
        .file("templates/pictures/other.svg", svg("#400060"));
    let inputs = Inputs {
        data: case.path("data"),
        templates: Some(case.path("templates")),
        today: TODAY.parse().unwrap(),
        opener: None,
        max_file_bytes: orderpaper::load::MAX_FILE_BYTES,
        published: None,
    };
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &inputs, kinds::ALL).unwrap();
    let jobs = pipeline::plan(&session, &Selection::default());
    let job = jobs.iter().find(|job| job.kind.name() == "agenda").unwrap();
    let work = session.merge(&mut diags, job).unwrap();
    let crest = blake3::hash(svg("#004060").as_bytes()).to_hex().to_string();
    let named: Vec<_> = work.assets.clone().into_iter().collect();
    assert_eq!(named, [("pictures/crest.svg".to_owned(), crest)]);

    let templates = inputs.templates.as_deref();
    let renderer = Renderer::open(templates, inputs.today, kinds::ALL).unwrap();
    let made = renderer.make(&mut diags, &work, None, None).unwrap().unwrap();
    assert!(made.bytes == session.make(&mut diags, job).unwrap().bytes);
    let mut other = Work::clone(&work);
    other.assets = BTreeMap::from([("pictures/crest.svg".to_owned(), "00".to_owned())]);
    assert_ne!(other.digest(), work.digest());
    assert!(renderer.make(&mut diags, &other, None, None).unwrap().is_none());
    let messages: Vec<_> = diags.iter().map(|found| &*found.message).collect();
    assert!(messages.iter().any(|message| message.contains("is not the picture")), "{messages:?}");

    let case = case.file("templates/pictures/crest.svg", svg("#400060"));
    let changed = Renderer::open(templates, inputs.today, kinds::ALL).unwrap();
    let refused = changed.make(&mut diags, &work, None, None).unwrap_err();
    assert!(refused.to_string().contains("merged into other templates"), "{refused}");
    drop(case);
}
