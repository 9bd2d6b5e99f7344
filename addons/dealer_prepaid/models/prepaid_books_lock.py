from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# tick of the dialog -> lock date of Odoo's books
LOCKS = {"lock_all": "fiscalyear_lock_date", "lock_sales": "sale_lock_date", "lock_purchases": "purchase_lock_date", "lock_tax": "tax_lock_date"}


class PrepaidBooksLock(models.TransientModel):
    """Dialog after a month close: set Odoo's own lock dates to the month's last day. Proposed, never done by the close itself."""

    _name = "prepaid.books.lock"
    _description = "Lock the books of a closed month"

    close_id = fields.Many2one("prepaid.month.close", string="Month", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="close_id.company_id", store=True)
    date = fields.Date(related="close_id.date_to", string="Lock up to")
    lock_all = fields.Boolean(string="All entries", default=True, help="Lock date of the fiscal year: no entry of the month can be added or changed.")
    lock_sales = fields.Boolean(string="Sales", default=True)
    lock_purchases = fields.Boolean(
        string="Purchases",
        help="Leave it out while bills of carriers and suppliers of the month are still to come; the lock of all entries holds for them too.")
    lock_tax = fields.Boolean(string="Tax return", default=True)
    present = fields.Char(compute="_compute_present", string="Locked up to now")

    def _compute_present(self):
        for dialog in self:
            company = dialog.close_id.company_id.sudo()  # sudo: finance managers need not read settings of the books
            names = company.fields_get(list(LOCKS.values()), ["string"])
            dialog.present = "; ".join(f"{names[field]['string']}: {company[field] or '-'}" for field in LOCKS.values())

    def action_lock(self):
        """Set the ticked lock dates; one that reaches further stays as it is.

        :return: the action that closes the dialog.
        :raises AccessError: for everybody but finance managers of the company.
        :raises UserError: while the month is open, or where Odoo finds something unfinished in it.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only a finance manager of the company may lock its books."))
        self.ensure_one()
        close = self.close_id
        if close.company_id not in self.env.companies:
            raise AccessError(self.env._("Only a finance manager of the company may lock its books."))
        close.check_access("read")
        if close.state != "closed":
            raise UserError(self.env._("%s is not closed yet: close the month, then lock the books.", close.name))
        company = close.company_id.sudo()  # sudo: the role was checked; finance managers administrate no companies
        values = {
            field: close.date_to for tick, field in LOCKS.items() if self[tick] and (not company[field] or company[field] < close.date_to)}
        if values:
            company.write(values)
            names = company.fields_get(list(values), ["string"])
            close.message_post(body=self.env._(
                "Books locked up to %(date)s: %(names)s.", date=close.date_to, names=", ".join(names[field]["string"] for field in values)))
        return {"type": "ir.actions.act_window_close"}
