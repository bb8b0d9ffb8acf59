//! What the program can be told, and the help that it gives.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use domain::exception::Owner;
use domain::mapping::MappingKind;

const ABOUT: &str = "\
The operator's program of Cherrycycle, which turns paid Shopify orders into BlueCherry sales orders.

It finds its tables in one of two ways:
  --stack NAME    the deployed stack's outputs name them
  environment     ORDERS_TABLE, MAPPINGS_TABLE and OPERATIONS_TABLE
AWS is reached as by every AWS program: AWS_REGION, AWS_PROFILE or AWS_ACCESS_KEY_ID and its secret. For the sandbox,
set AWS_ENDPOINT_URL to the address that it prints.";

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  something was found that a person has to see to: errors in the mappings, no such order, somebody else's change
  2  the program was called wrongly, or its settings are wrong
  3  AWS did not answer, or refused";

const EXAMPLES: &str = "\
Examples:
  cherrycycle mappings check infra/mappings          find every mistake before the first order does
  cherrycycle --stack cherrycycle-prd exceptions list
                                                     what needs a person, oldest first
  cherrycycle --stack cherrycycle-prd order show '#1001'
                                                     what became of one order, and why";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "cherrycycle", version, about = "The operator's program of Cherrycycle", long_about = ABOUT)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"), max_term_width = 120)]
pub struct Arguments {
    /// Where and how.
    #[command(flatten)]
    pub global: Global,
    /// What.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// The deployed stack whose outputs name the tables
    #[arg(long, global = true, value_name = "NAME")]
    pub stack: Option<String>,
    /// Answer with JSON instead of text
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What a merchant's codes mean in BlueCherry
    #[command(subcommand, after_help = EXIT_CODES)]
    Mappings(Mappings),
    /// What needs a person
    #[command(subcommand, after_help = EXIT_CODES)]
    Exceptions(Exceptions),
    /// What became of an order
    #[command(subcommand, after_help = EXIT_CODES)]
    Order(Order),
    /// Whether a lane works
    #[command(subcommand, after_help = EXIT_CODES)]
    Lane(LaneCommand),
    /// What finds the changes that webhooks missed
    #[command(subcommand, after_help = EXIT_CODES)]
    Feed(FeedCommand),
}

const FEED_EXAMPLES: &str = "\
A feed asks a system what has changed since its mark and rings the doorbell of each. The mark moves when a run is whole;
one that stopped goes on from its last page at the next tick. `orders` runs every ten minutes, `orders-30d` once a night.
A feed that is behind for too long is an exception: `cherrycycle exceptions list`.

Examples:
  cherrycycle feed list --stack sample
  cherrycycle feed list --stack sample --json";

/// The commands on feeds.
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// Show how far each feed has come
    #[command(after_help = FEED_EXAMPLES)]
    List,
}

/// The commands on lanes. There is one lane yet: `export`.
#[derive(Debug, Subcommand)]
pub enum LaneCommand {
    /// Show whether the export lane is live or paused, and why
    Show,
    /// Pause the export lane: nothing is written to BlueCherry or Shopify, and nothing that is due is rung; an order whose
    /// webhook comes is read and waits
    Pause {
        /// Why, for those who find it paused
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Set the export lane live again; what waited goes within minutes
    Live,
}

const CHECK: &str = "\
DIR holds one CSV file for each kind: division.csv, location.csv, sku.csv, carrier.csv, allowance.csv, charge.csv,
tender.csv. The first line names the columns; `source` is the name in Shopify, the others say what it means:

  division    source,customer,store,terms,order_type        source: the division's code
  location    source,warehouse,divisions                    source: Shopify's location id; divisions: 10|20
  sku         source,division,style,color_code,lbl_code,dimension,size_bk,size_desc,upc
                                                            source: the SKU, or variant:ID, or title:TITLE
  carrier     source,ship_via                               source: the rate's code or title; `none` for orders without
  allowance   source,allowance                              source: the discount's code or title
  charge      source,charge                                 source: freight, duty, tip or fee
  tender      source,tender                                 source: the payment gateway

In carrier, allowance and tender a row with the source `*` stands for every source that has no row of its own.
An article, a location or a division is never guessed.";

const CHECK_EXAMPLES: &str = "\
Examples:
  cherrycycle mappings check                        checks infra/mappings; needs no AWS
  cherrycycle mappings check mine --stack sample    and tells in what it differs from what is deployed
  cherrycycle mappings check mine --json            the same for a script

Errors exit with 1, warnings with 0.";

const LOAD_EXAMPLES: &str = "\
The files are checked first: one error, and nothing is written. Then only the rows that differ from what is deployed are
written, each as a new version under your name. Orders that waited for one of them go by themselves within minutes.
Rows that are deployed but in no file stay.

Examples:
  cherrycycle mappings load infra/mappings --stack sample
  cherrycycle mappings load infra/mappings --stack sample --author 'Kim from operations'";

const PUT_EXAMPLES: &str = "\
The row is written as a whole: a column that is left out becomes empty. It becomes a new version even if nothing changes
in it; after an article was mended in BlueCherry, that is how the orders that it refused go again.
`cherrycycle mappings check --help` tells the columns of each kind.

Examples:
  cherrycycle mappings put sku ABC-1 division=10 style=00123 color_code=BLK size_bk=4
  cherrycycle mappings put location 76210043001 warehouse=NJ 'divisions=10|20'
  cherrycycle mappings put carrier '*' ship_via=UPSG
  cherrycycle mappings put tender -- --odd-gateway tender=MANL";

/// The commands on mappings.
#[derive(Debug, Subcommand)]
pub enum Mappings {
    /// Find every unknown, duplicate and unreachable code in mapping files
    #[command(long_about = format!("Find every unknown, duplicate and unreachable code in mapping files.\n\n{CHECK}"))]
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        /// The folder with the files
        #[arg(default_value = "infra/mappings")]
        dir: PathBuf,
    },
    /// Check mapping files and write what differs
    #[command(after_help = LOAD_EXAMPLES)]
    Load {
        /// The folder with the files
        dir: PathBuf,
        /// Who stands in the rows as their author
        #[command(flatten)]
        author: Author,
    },
    /// Write one mapping
    #[command(after_help = PUT_EXAMPLES)]
    Put {
        /// Who stands in the row as its author
        #[command(flatten)]
        author: Author,
        /// What kind of code
        #[arg(value_parser = kind_parser())]
        kind: MappingKind,
        /// Its name in Shopify
        source: String,
        /// What it means, such as `ship_via=UPSG`
        #[arg(required = true, value_name = "COLUMN=VALUE", value_parser = field)]
        fields: Vec<(String, String)>,
    },
}

/// Who writes.
#[derive(Debug, Args)]
pub struct Author {
    /// Your name, for the record; your login name if you leave it out
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
}

const LIST_EXAMPLES: &str = "\
Examples:
  cherrycycle exceptions list --stack sample
  cherrycycle exceptions list --stack sample --owner finance
  cherrycycle exceptions list --stack sample --kind missing_sku --json";

/// The commands on exceptions.
#[derive(Debug, Subcommand)]
pub enum Exceptions {
    /// List what is open, oldest first, with the money at stake
    #[command(after_help = LIST_EXAMPLES)]
    List {
        /// Only those that this owner has to see to
        #[arg(long, value_parser = owner_parser())]
        owner: Option<Owner>,
        /// Only those of this kind, such as `missing_sku`
        #[arg(long)]
        kind: Option<String>,
    },
}

const SHOW_EXAMPLES: &str = "\
The order whose id, name or sales order number is exactly WHICH comes first; else those that begin with it. If several
fit, they are listed to choose from, and the exit code is 1.

Examples:
  cherrycycle order show '#1001' --stack sample     the name in Shopify; 1001 will do
  cherrycycle order show 820982911946154508 --stack sample
  cherrycycle order show 0104233 --stack sample     BlueCherry's number";

/// The commands on orders.
#[derive(Debug, Subcommand)]
pub enum Order {
    /// Show where an order stands, its sales orders, what is wrong with it, and everything that happened
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// Shopify's name or id, or BlueCherry's sales order number
        which: String,
    },
}

fn kind_parser() -> impl TypedValueParser<Value = MappingKind> {
    PossibleValuesParser::new(MappingKind::ALL.map(MappingKind::name))
        .try_map(|name| MappingKind::named(&name).ok_or("no such kind"))
}

fn owner_parser() -> impl TypedValueParser<Value = Owner> {
    PossibleValuesParser::new(Owner::ALL.map(Owner::name))
        .try_map(|name| Owner::ALL.into_iter().find(|owner| owner.name() == name).ok_or("no such owner"))
}

fn field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, value)) if !column.trim().is_empty() => Ok((column.trim().to_owned(), value.trim().to_owned())),
        _ => Err("write a column, `=` and a value, such as `ship_via=UPSG`".to_owned()),
    }
}
