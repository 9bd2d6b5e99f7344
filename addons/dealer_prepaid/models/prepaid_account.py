from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..sql import sums
from .prepaid_sums_mixin import search_sum

GATE_ONLY = {"available", "debt", "forced_debt", "credit_line", "line_from", "line_to", "opened_at", "closed_at"}
PROTECTED = GATE_ONLY | {"min_first_topup", "pay_now", "name", "state", "company_id", "partner_id", "brand_id", "season_id", "currency_id"}


class PrepaidAccount(models.Model):
    """Prepaid money of a dealer or store with one company in one season, for one brand where the brands keep apart.

    draft -> open (first confirmed top-ups reach the minimum) -> closing (season close) -> closed; frozen in between.
    ``available`` is what new orders may lean on. It is changed by the gate alone (``prepaid.gate``), never by a write: the
    column carries the CHECK that makes an overdraft impossible. Entries are the truth, holds what is kept back:
    available = entries - live holds. The commands stand in prepaid_account_money.py.
    """

    _name = "prepaid.account"
    _description = "Prepaid account"
    _inherit = ["mail.thread", "dealer.flow.mixin", "prepaid.sums.mixin"]
    _flow_strict = True
    _sums = {"balance": sums.balance, "held": sums.held, "cash_free": sums.cash_free, "disputed_amount": sums.disputed}
    _order = "company_id, partner_id, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Owner", required=True, index=True, ondelete="restrict",
        domain=[("dealer_level", "in", ("dealer", "store"))])
    dealer_id = fields.Many2one(related="partner_id.dealer_id", store=True, index=True)
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True, index=True)
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    season_id = fields.Many2one("dealer.season", required=True, check_company=True, ondelete="restrict")
    brand_id = fields.Many2one("dealer.brand", index=True, ondelete="restrict", help="Empty: pays for every brand that has no account of its own.")
    state = fields.Selection(
        [("draft", "Not open"), ("open", "Open"), ("frozen", "Frozen"), ("closing", "Being closed"), ("closed", "Closed")],
        default="draft", required=True, index=True, copy=False)
    available = fields.Monetary(readonly=True, copy=False, default=0, required=True, help="What new orders may lean on: balance minus held.")
    credit_line = fields.Monetary(readonly=True, copy=False, default=0, required=True, help="How far orders may go below zero while the line is valid.")
    line_from = fields.Date(string="Line valid from", readonly=True, copy=False)
    line_to = fields.Date(string="Line valid to", readonly=True, copy=False)
    debt = fields.Monetary(string="Owed", readonly=True, copy=False, default=0, required=True, help="Used beyond what was paid in; the next top-up pays it.")
    forced_debt = fields.Monetary(
        string="Owed without a line", readonly=True, copy=False, default=0, required=True,
        help="Owed because of an approved charge, such as a reversed top-up or a late postage.")
    held = fields.Monetary(compute="_compute_sums", search=search_sum("held"), help="Kept back for orders that have not shipped.")
    balance = fields.Monetary(compute="_compute_sums", search=search_sum("balance"), help="Sum of all ledger entries.")
    min_first_topup = fields.Monetary(
        string="Opens at", required=True, tracking=True, default=lambda self: self.env.company.prepaid_min_first_topup,
        help="The first top-ups open the account when they reach this amount.")
    missing_to_open = fields.Monetary(compute="_compute_sums", help="What is still missing to open the account.")
    opening_hint = fields.Char(compute="_compute_sums")
    opened_at = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    entry_ids = fields.One2many("prepaid.entry", "account_id", string="Ledger")
    hold_ids = fields.One2many("prepaid.hold", "account_id", string="Holds")
    entry_count = fields.Integer(compute="_compute_counts")
    hold_count = fields.Integer(compute="_compute_counts")
    topup_count = fields.Integer(compute="_compute_counts")

    _never_overdrawn = models.Constraint(
        "CHECK(available + credit_line + forced_debt >= 0 AND credit_line >= 0 AND forced_debt >= 0 AND debt >= forced_debt)",
        "A prepaid account is never overdrawn.")
    _owner_uniq = models.UniqueIndex(
        "(company_id, partner_id, season_id, currency_id, coalesce(brand_id, 0))", "This owner has an account for this season already.")

    @api.depends("partner_id.display_name", "season_id.name", "brand_id.name")
    def _compute_name(self):
        for account in self:
            account.name = " ".join(filter(None, (account.partner_id.name, account.brand_id.name, account.season_id.name)))

    @api.depends("entry_ids.amount", "hold_ids.amount", "hold_ids.captured", "hold_ids.released", "min_first_topup", "state")
    def _compute_sums(self):
        ledger = self.sudo()  # sudo: sums of an account the caller reads; its single lines have readers of their own
        posted = dict(ledger.env["prepaid.entry"]._read_group([("account_id", "in", self.ids)], ["account_id"], ["amount:sum"]))
        live = ledger.env["prepaid.hold"]._read_group(
            [("account_id", "in", self.ids), ("state", "in", ("tentative", "open"))],
            ["account_id"], ["amount:sum", "captured:sum", "released:sum"])
        held = {account: to_fen(amount) - to_fen(captured) - to_fen(released) for account, amount, captured, released in live}
        for account in self:
            account.balance = posted.get(account, 0.0)
            account.held = from_fen(held.get(account, 0))
            counted = 0 if account.company_id.sudo().prepaid_first_in_one else account.balance  # sudo: a setting, whoever looks
            account.missing_to_open = max(account.min_first_topup - counted, 0) if account.state == "draft" else 0
            account.opening_hint = account._opening_sentence() if account.state == "draft" else False

    def _compute_counts(self):
        def count(model, *leaves):
            records = self.env[model]
            if not records.has_access("read"):
                return {}
            return dict(records._read_group([("account_id", "in", self.ids), *leaves], ["account_id"], ["__count"]))
        entries, topups = count("prepaid.entry"), count("prepaid.topup")
        holds = count("prepaid.hold", ("state", "in", ("tentative", "open")))
        for account in self:
            account.entry_count = entries.get(account, 0)
            account.hold_count = holds.get(account, 0)
            account.topup_count = topups.get(account, 0)

    @api.constrains("partner_id")
    def _check_owner(self):
        for account in self:
            if account.partner_id.dealer_level not in ("dealer", "store"):
                raise ValidationError(self.env._(
                    "%s is neither a dealer nor a store and cannot own a prepaid account: choose its dealer or one of its stores.",
                    account.partner_id.name))

    @api.constrains("currency_id", "company_id")
    def _check_currency(self):
        for account in self:
            if account.currency_id != account.company_id.currency_id:
                raise ValidationError(self.env._(
                    "A prepaid account is kept in the currency of its company: %(company)s has %(own)s, not %(other)s; take its own currency.",
                    company=account.company_id.name, own=account.company_id.currency_id.name, other=account.currency_id.name))

    @api.constrains("min_first_topup")
    def _check_minimum(self):
        for account in self:
            if account.min_first_topup < 0:
                raise ValidationError(self.env._("%s: the amount that opens the account cannot be negative; enter 0.00 or more.", account.name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if GATE_ONLY & vals.keys() or vals.get("state", "draft") != "draft":
                raise AccessError(self.env._("A prepaid account begins empty and not open; only confirmed top-ups fill it."))
            if not self.env.su and "min_first_topup" in vals:
                raise AccessError(self.env._("The amount that opens an account is the company's; another one takes a document \"Opening amount\"."))
        return super().create(vals_list)

    def write(self, vals):
        if blocked := PROTECTED & vals.keys():
            raise AccessError(self.env._(
                "%(fields)s of a prepaid account cannot be written: use a top-up, an order or the season close.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(blocked))))
        return super().write(vals)

    def _write_opening_amount(self, amount, **values):
        """Write the amount that opens the account, and what goes with it; documents alone do so."""
        return super(PrepaidAccount, self.sudo()).write({"min_first_topup": amount, **values})  # sudo: accounts are closed to writes

    def _gives_way(self):
        """Tell whether an open account above pays before this one. Extend: add a reason to super's."""
        self.ensure_one()
        return self.state == "draft"

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for account in self:
            if account.state != "draft" or account.entry_ids or account.hold_ids:
                raise UserError(self.env._("%s has been used and stays for the record: close it with its season instead.", account.name))

    # -- finding

    @api.model
    def _for_partner(self, company, partner, brand=None):
        """Find the account that pays for a partner: its own, else that of the nearest one above it (open point G1).

        An account that never opened pays nothing, so it gives way to an open one above: a small payment recorded for a store by
        mistake does not cut the store off from its dealer's money. So does one that was opened for pay now once that has ended, and an
        account of the brand that never opened to the owner's open one for all brands.

        :param company: one res.company.
        :param partner: one res.partner: store, dealer, or a contact below one.
        :param brand: dealer.brand; at each owner the account of the brand comes before the one for all brands.
        :return: one prepaid.account of the company that is not closed, or an empty recordset.
        """
        chain = partner.sudo()._dealer_chain().sudo(False)  # sudo: who stands above a store is no secret to whom it orders from; the accounts ask for rights
        accounts = self.search_fetch([
            ("company_id", "=", company.id), ("partner_id", "in", chain.ids), ("state", "!=", "closed"),
            ("brand_id", "in", [False, brand.id] if brand else [False])], order="id desc")  # what is asked of it next comes with it
        by_owner = {}
        for account in accounts.sorted(lambda rec: (rec._gives_way(), not rec.brand_id)):
            by_owner.setdefault(account.partner_id, account)
        found = [by_owner[owner] for owner in chain if owner in by_owner]
        opened = [account for account in found if account.state != "draft"]
        return next((account for account in opened if not account._gives_way()), next(iter(opened or found), self.browse()))

    @api.model
    def _get_or_create(self, company, partner, brand=None):
        """Find the owner's own account of the running season, or make it in state "not open".

        :param company: one res.company.
        :param partner: a dealer or store.
        :param brand: dealer.brand of an account of its own; the account for all brands by default.
        :return: one prepaid.account.
        :raises UserError: when the partner is not approved or the company has no running season.
        """
        brand = brand or self.env["dealer.brand"]
        own = self.search([
            ("company_id", "=", company.id), ("partner_id", "=", partner.id), ("state", "!=", "closed"), ("brand_id", "=", brand.id)], limit=1)
        if own:
            return own
        if partner.dealer_state != "approved":
            raise UserError(self.env._(
                "%s is not approved yet: the nomination must pass both approvals before a prepaid account is made.", partner.display_name))
        season = self._running_season(company, partner, brand)
        return self.sudo().create({  # sudo: the cashier who records a top-up may not create accounts by hand
            "company_id": company.id, "partner_id": partner.id, "season_id": season.id, "brand_id": brand.id,
            "currency_id": company.currency_id.id, "min_first_topup": company.prepaid_min_first_topup,
        }).sudo(False)

    @api.model
    def _season_of_new(self, company, partner, brand):
        """Give the season a new account of the partner belongs to: today's, or the next once today's account is closed; none where it is not entered."""
        seasons, today = self.env["dealer.season"].sudo(), company._dealer_today()  # sudo: seasons are read for every role
        season = seasons._season_at(company, today)
        if season and self.sudo().search_count([  # sudo: a closed account counts even where the user may not see it
                ("company_id", "=", company.id), ("partner_id", "=", partner.id), ("season_id", "=", season.id), ("brand_id", "=", brand.id)], limit=1):
            season = seasons._after(season)
        return season

    def _running_season(self, company, partner, brand):
        season = self._season_of_new(company, partner, brand)
        if not season:
            raise UserError(self.env._("%s has no running season: enter one under Prepaid > Season end > Seasons.", company.name))
        return season

    def _opening_terms(self):
        """Give what opens the account.

        :return: (fen, whether it must come in one payment).
        """
        self.ensure_one()
        account = self.sudo()  # sudo: figures of the decision
        return to_fen(account.min_first_topup), account.company_id.prepaid_first_in_one

    def _opening_sentence(self):
        minimum = yuan(to_fen(self.min_first_topup))
        if self.company_id.sudo().prepaid_first_in_one:  # sudo: a setting, whoever looks
            return self.env._("Not open yet: one confirmed top-up of %s CNY or more opens the account.", minimum)
        return self.env._(
            "Not enough to open: %(missing)s CNY missing. Confirmed top-ups of %(minimum)s CNY open the account.",
            missing=yuan(to_fen(self.missing_to_open)), minimum=minimum)

    def _opening_params(self):
        """Figures of the sentence "not open yet"."""
        self.ensure_one()
        account = self.sudo()  # sudo: the figures belong to the refusal, whoever meets it
        return {"minimum_fen": to_fen(account.min_first_topup), "lacking_fen": to_fen(account.missing_to_open)}

    @api.model
    def _refuse_removal(self):
        """Refuse that the ledger is removed while it keeps money.

        :raises UserError: naming an account with a balance or holds, of whatever company.
        """
        rows = self.sudo().with_context(active_test=False).search([])  # sudo: the money of every company counts
        account = rows.filtered(lambda account: account.balance or account.held)[:1]
        if account:
            raise UserError(self.env._(
                "Prepaid account %(name)s of %(company)s still has a balance of %(amount)s: close the season and refund it before the addon is removed.",
                name=account.display_name, company=account.company_id.display_name, amount=f"{account.balance:,.2f}"))

    # -- buttons

    def _action(self, xmlid, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": domain, "context": {"default_account_id": self.id}}

    def action_open_entries(self):
        """Show the ledger of the account."""
        return self._action("dealer_prepaid.prepaid_entry_action", [("account_id", "in", self.ids)])

    def action_open_holds(self):
        """Show what is held on the account."""
        return self._action("dealer_prepaid.prepaid_hold_action", [("account_id", "in", self.ids)])

    def action_open_topups(self):
        """Show the top-ups of the account."""
        return self._action("dealer_prepaid.prepaid_topup_action", [("account_id", "in", self.ids)])
