use domain::order::Standing;
use domain::step::Lane;
use driver::drive::{DriveError, Driven};
use driver::hint::Hint;
use driver::ports::Tables;
use driver::rows::{Body, Commit, Index, Row, RowError, SCHEMA, read};

use crate::interleaving::finish;
use crate::sample::{image, noon};
use crate::settle::{begin, drive_once};
use crate::world::{ORDER, World};

/// An order that newer code has written, and that is due.
fn newer() -> Vec<Row> {
    vec![
        Row {
            item: "root".to_owned(),
            body: Body::Raw(r#"{"whatever": "newer code writes"}"#.to_owned()),
            index: Index::Root { version: 1, schema: SCHEMA + 1 },
        },
        Row {
            item: "due#export".to_owned(),
            body: Body::Empty,
            index: Index::Due { shard: "export#3".to_owned(), at: noon() },
        },
    ]
}

#[test]
fn what_newer_code_has_written_is_left_alone() {
    let world = World::new(image());
    let commit = Commit { order: ORDER, expected: 0, put: newer(), delete: Vec::new(), trail: Vec::new() };
    finish(world.tables.commit(&commit)).unwrap();
    for hint in [world.paid(), Hint::due(ORDER)] {
        assert_eq!(drive_once(&world, &hint), Driven::NewerSchema);
    }
    let rows = finish(world.tables.load(ORDER)).unwrap();
    assert!(newer().iter().all(|row| rows.contains(row)), "its due row waits for the newer code");
    assert_eq!((world.count("read"), world.count("commit")), (0, 0));
}

#[test]
fn broken_rows_are_an_error_that_names_them() {
    let root = |body: &str| Row {
        item: "root".to_owned(),
        body: Body::from_json("root", body),
        index: Index::Root { version: 1, schema: SCHEMA },
    };
    let part = Row { item: "part#0001".to_owned(), body: Body::Raw("{}".to_owned()), index: Index::None };
    for (rows, named) in [
        (vec![root("{}")], "root"),
        (vec![part.clone()], "no root"),
        (vec![Row { index: Index::None, ..root("{}") }], "no root"),
    ] {
        let broken = read(ORDER, Lane::Export, rows).unwrap_err();
        assert!(broken.to_string().contains(named), "{broken}");
        assert!(broken.to_string().contains(&ORDER.to_string()), "{broken}");
    }
    let world = World::new(image());
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exported));
    let version = world.stored().version;
    let put = vec![Row { index: Index::Root { version: version + 1, schema: SCHEMA }, ..root("{}") }];
    let commit = Commit { order: ORDER, expected: version, put, delete: Vec::new(), trail: Vec::new() };
    finish(world.tables.commit(&commit)).unwrap();
    let failed = finish(begin(&world, &Hint::due(ORDER))).unwrap_err();
    assert!(matches!(failed, DriveError::Rows(RowError::Broken { .. })), "{failed}");
}
