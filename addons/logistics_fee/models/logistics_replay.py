import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.models.dealer_batch_mixin import BATCH_STATES
from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters import shipped
from ..adapters.replay_sums import Priced, Sums, price_batch
from ..adapters.replay_xlsx import replay_book
from ..adapters.snapshot import with_successors
from ..tariff import compile_tariff, dumps, loads, pick


class LogisticsReplay(models.Model):
    """Parcels of some days by another contract: what would they have cost, before anybody signs it.

    Parcels that left together are priced together, and all sums are with or without tax as the prices they are compared with.

    Works in batches, each added to the sums in its own transaction; the last parcel is remembered, so a replay that was stopped
    goes on where it was. What a draft said when the replay began is kept with it, so that all batches are priced alike.
    """

    _name = "logistics.replay"
    _description = "Replay of parcels"
    _inherit = ["dealer.batch.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _batch_cron = "logistics_fee.cron_replay"
    _batch_at_once = 10_000
    _batch_parameters = frozenset(("company_id", "contract_id", "version_id", "date_from", "date_to", "scope"))

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(selection_add=BATCH_STATES)
    contract_id = fields.Many2one("logistics.contract", required=True, check_company=True, ondelete="cascade", string="Priced by contract")
    side = fields.Selection(related="contract_id.side", store=True)
    version_id = fields.Many2one(
        "logistics.contract.version", string="Only by version", ondelete="cascade", domain="[('contract_id', '=', contract_id)]",
        help="A draft may be chosen. Empty = the versions that were in force on each day.")
    date_from = fields.Date(string="Shipped from", required=True, default=lambda self: self.env.company._dealer_last_month()[0])
    date_to = fields.Date(string="Shipped to", required=True, default=lambda self: self.env.company._dealer_last_month()[1])
    scope = fields.Selection(
        [("own", "Parcels of this carrier"), ("all", "Parcels of all carriers")], required=True, default="own",
        help="All carriers: what would it have cost to give everything to this one.")
    tariff_text = fields.Text(readonly=True, copy=False)
    last_parcel_id = fields.Integer(readonly=True, copy=False)
    total = fields.Integer(string="Parcels")
    refused = fields.Integer(string="Without a price", readonly=True, copy=False)
    then = fields.Monetary(string="Sum then", readonly=True, copy=False, help="Parcels that have both prices.")
    now = fields.Monetary(string="Sum now", readonly=True, copy=False, help="Parcels that have both prices.")
    diff = fields.Monetary(string="Difference", compute="_compute_diff", store=True)
    line_ids = fields.One2many("logistics.replay.line", "replay_id", string="Sums", readonly=True)
    parcel_ids = fields.One2many("logistics.replay.parcel", "replay_id", string="Parcels worth a look", readonly=True)
    workbook = fields.Binary(compute="_compute_workbook")

    _dates = models.Constraint("CHECK (date_to >= date_from)", "The days end before they begin.")

    @api.depends("contract_id.name", "version_id", "date_from", "date_to")
    def _compute_name(self):
        for replay in self:
            what = replay.version_id.display_name or replay.contract_id.name or ""
            replay.name = f"{what}: {replay.date_from or ''} ~ {replay.date_to or ''}"

    @api.depends("then", "now")
    def _compute_diff(self):
        for replay in self:
            replay.diff = replay.now - replay.then

    def _compute_workbook(self):
        for replay in self:
            replay.workbook = base64.b64encode(replay_book(replay))

    @api.constrains("contract_id", "version_id")
    def _check_version(self):
        for replay in self:
            if replay.version_id and replay.version_id.contract_id != replay.contract_id:
                raise ValidationError(self.env._(
                    "%(version)s is no version of %(contract)s: choose one of its own.", version=replay.version_id.display_name,
                    contract=replay.contract_id.name))

    # -- buttons

    def action_xlsx(self):
        """:return: action that downloads the sums and the parcels worth a look as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url", "url": f"/web/content/{self._name}/{self.id}/workbook/replay-{self.date_from}-{self.date_to}.xlsx?download=true",
            "target": "download"}

    def action_open_lines(self):
        """:return: action that shows the sums by carrier, province and zone."""
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_replay_line_action")
        return {**action, "domain": [("replay_id", "in", self.ids)], "context": {}}

    def action_open_parcels(self):
        """:return: action that shows refused parcels and the largest differences."""
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_replay_parcel_action")
        return {**action, "domain": [("replay_id", "in", self.ids)], "context": {}}

    def _check_batch_role(self):
        if not self.env.user.has_group("dealer_base.group_fin_settlement"):
            raise AccessError(self.env._("Replays are run by the settlement accountant and the finance manager."))
        super()._check_batch_role()
        self.contract_id.check_access("read")

    # -- the work

    def _begin(self):
        self.ensure_one()
        text = False
        if self.version_id:
            text = dumps(self.version_id._source())
        elif not self.contract_id.version_ids.filtered(lambda version: version.state != "draft"):
            raise UserError(self.env._(
                "%s has no version in force: choose the draft to replay by under “Only by version”.", self.contract_id.name))
        total = self.env["logistics.parcel"].sudo().search_count(self._domain())  # sudo: sums of parcels, not the parcels
        if not total:
            raise UserError(self.env._(
                "No parcel was shipped from %(first)s to %(last)s: choose other days or all carriers.", first=self.date_from, last=self.date_to))
        self._set({"tariff_text": text, "total": total})

    def _domain(self):
        carriers = self.contract_id.carrier_id if self.scope == "own" else None
        own = self.contract_id.sudo()._parcel_scope() if carriers else []  # sudo: the job has no user
        return [*shipped.parcel_domain(self.company_id, self.date_from, self.date_to, self.contract_id.purpose, carriers), *own]

    def _priced_of(self):
        """:return: function(day) -> Priced, None on days without a version."""
        if self.tariff_text:
            source = with_successors(loads(self.tariff_text), self.env["dealer.division"]._index().current)
            fixed = Priced(compile_tariff(source), *self.version_id.sudo()._basis())  # sudo: the job has no user
            return lambda day: fixed
        versions = self.contract_id.sudo().version_ids.filtered(lambda version: version.state != "draft")  # sudo: the job has no user
        entries = [version._entry() for version in versions]
        tariffs = self.env["logistics.quoting"]._tariffs(set(versions.ids))
        known = {}

        def priced(day):
            if day not in known:
                found = pick(entries, day)
                known[day] = found and Priced(tariffs[found.key][0], *versions.browse(found.key)._basis())
            return known[day]
        return priced

    def _is_gross(self):
        """:return: whether the prices that it is compared with contain tax; the newest ones where several are in force."""
        versions = self.contract_id.sudo().version_ids.filtered(lambda version: version.state != "draft")  # sudo: the job has no user
        return (self.version_id.sudo() or versions.sorted("valid_from")[-1:])._basis()[0]  # sudo: as above

    def _step(self, size=shipped.BATCH):
        """Price the next batch and add it to the sums.

        :return: number of parcels; 0 when all are done, or when another process is at it.
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            return 0
        parcels = self.env["logistics.parcel"].sudo()  # sudo: sums of parcels, not the parcels
        batch = next(shipped.batches(parcels, self._domain(), shipped.PAID[self.side], self.last_parcel_id, size), parcels)
        if not batch:
            self._set({"state": "done", "total": self.done})
            return 0
        chains = self.env["logistics.quoting"]._chains(set(batch.division_id.ids))
        gross = self._is_gross()
        found = price_batch(
            batch, chains, self._priced_of(), batch._paid_of(self.side, gross), Sums(), (self.contract_id.carrier_id.name, gross))
        self.env["logistics.replay.line"]._add(self, found.lines)
        self.env["logistics.replay.parcel"]._add(self, found.refused, found.moved)
        self._set({
            "last_parcel_id": batch[-1].shipment_key, "done": self.done + len(batch), "refused": self.refused + found.refusals,
            "then": from_fen(to_fen(self.then) + found.then_fen), "now": from_fen(to_fen(self.now) + found.now_fen)})
        count = len(batch)
        batch.invalidate_recordset()
        return count
