//! An action, done to the simulators.

use jiff::Timestamp;
use sandbox::bluecherry::{ClosedWindow, Company, WindowState};
use sandbox::shopify::{Shop, ShopError};

use super::{Action, What};

/// Does it to the shop or to the company. A mapping is left to whoever holds the tables. `begins` is when the world began.
///
/// # Errors
/// When the shop refuses it, as it refuses to edit what was cancelled meanwhile: that is no fault.
pub fn happen(
    action: &Action,
    shop: &mut Shop,
    company: &mut Company,
    begins: Timestamp,
    now: Timestamp,
) -> Result<(), ShopError> {
    let id = action.order;
    match &action.what {
        What::Place(order) => shop.place(order.as_ref().clone(), now),
        What::Draft(order) => shop.draft(order.as_ref().clone()),
        What::Route => shop.route(id)?,
        What::Pay { gateway } => shop.pay(id, gateway, now)?,
        What::Edit { line, quantity } => shop.edit_quantity(id, *line, *quantity, now)?,
        What::Address(address) => shop.change_address(id, address.as_ref().clone(), now)?,
        What::Cancel => shop.cancel(id, now)?,
        What::Refund(refund) => shop.refund(id, refund, now)?,
        What::Touch => shop.touch(id, now)?,
        What::PutMapping(_) => {}
        What::Know(article) => company.master_data().skus.push(article.as_ref().clone()),
        What::CloseWindow { until } => {
            // An import whose time has come is not held up by a window that closes after it.
            company.import_due(now);
            let held = company.switches.window.map_or(begins, |window| window.until);
            let until = held.max(begins + *until);
            company.switches.window = Some(ClosedWindow { state: WindowState::Batch, until });
        }
    }
    Ok(())
}
