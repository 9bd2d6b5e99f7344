from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.bill_match import Terms, compare_batch
from ..adapters.shipped import FIELDS
from ..sql import bill as statements
from .logistics_bill import FINANCE

LOTS = 5_000  # shipments of a batch
AT_ONCE = 100_000  # lines that the button itself compares before it leaves the rest to the job
SHIPPED = (*FIELDS, "tracking", "parent_id", "cost_quote_id", "create_date")


class LogisticsBill(models.Model):
    """Comparing a bill with our parcels, in batches that remember how far they came."""

    _inherit = "logistics.bill"

    lots = fields.Integer(string="Shipments", readonly=True, copy=False)
    lot_done = fields.Integer(string="Compared so far", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    total = fields.Monetary(string="Billed", readonly=True, copy=False, groups=FINANCE)
    total_diff = fields.Monetary(string="Sum less stated total", compute="_compute_total_diff", groups=FINANCE)
    payable = fields.Monetary(string="To pay", readonly=True, copy=False, tracking=True, groups=FINANCE)
    over = fields.Monetary(string="Billed too much", readonly=True, copy=False, groups=FINANCE)
    under = fields.Monetary(string="Billed too little", readonly=True, copy=False, groups=FINANCE)
    disputed = fields.Monetary(string="In dispute", readonly=True, copy=False, groups=FINANCE)
    open_count = fields.Integer(string="Lines to decide", readonly=True, copy=False)
    matched_by_id = fields.Many2one("res.users", string="Matched by", readonly=True, copy=False)

    @api.depends("lots", "lot_done", "state")
    def _compute_progress(self):
        for bill in self:
            bill.progress = 100.0 * bill.lot_done / bill.lots if bill.lots else 0.0

    @api.depends("total", "stated_total", "line_count")
    def _compute_total_diff(self):
        for bill in self:
            bill.total_diff = bill.total - bill.stated_total if bill.stated_total and bill.line_count else 0

    def action_match(self):
        """Compare the lines with our parcels and decide by the policies. Small bills are done at once, the rest by the job.

        While it runs a second call changes nothing; on a matched bill it compares anew and takes the decisions back.

        :return: True.
        :raises AccessError: for others than the settlement accountant and the finance manager.
        """
        self._check_role()
        for bill in self:
            bill._need_state("draft", "matching", "matched")
            if not bill.line_count:
                raise UserError(self.env._("%s has no lines yet: import its file first.", bill.name))
            if not statements.try_lock(self.env.cr, bill.id):
                raise UserError(self.env._("%s is being matched already: wait until it ends.", bill.name))
            if bill.state != "matching":
                bill._begin_match()
            compared = 0
            while bill.state == "matching" and compared < AT_ONCE:
                compared += bill._step()
        if "matching" in self.mapped("state"):
            self.env.ref("logistics_fee.cron_bill").sudo()._trigger()  # sudo: an accountant may wake the job
        return True

    def _blank_match(self):
        return {"lots": 0, "lot_done": 0, "total": 0, "payable": 0, "over": 0, "under": 0, "disputed": 0, "open_count": 0, "matched_by_id": False}

    def _begin_match(self):
        self.env.flush_all()
        lots = statements.find_parcels(self.env.cr, self)
        self.env["logistics.bill.line"].invalidate_model()
        self._set({**self._blank_match(), "state": "matching", "lots": lots, "matched_by_id": self.env.uid})

    def _step(self, size=LOTS):
        """Compare the next batch.

        :return: number of lines; 0 when all are done, or when another process is at it.
        """
        self.ensure_one()
        if not statements.try_lock(self.env.cr, self.id):
            return 0
        if self.lot_done >= self.lots:
            self._set({"state": "matched"})
            self._sum_up()
            return 0
        self.env.flush_all()
        rows = statements.read_lots(self.env.cr, self, self.lot_done, size)
        parcels = self._parcels({row[7] for row in rows if row[7]})
        chains = self.env["logistics.quoting"]._chains(set(parcels.division_id.ids))
        paid = statements.paid_before(self.env.cr, self, {row[2] for row in rows if row[2]})
        terms = self._terms()
        terms.origins = parcels._origins(terms.contracts)
        results = compare_batch(
            rows, {parcel.id: parcel for parcel in parcels}, chains, terms, paid, parcels._stored_costs(),
            self.env["logistics.dispute"]._owed_to(self, {number for number, _fee in paid}))
        statements.write_results(self.env.cr, results)
        self._note_hands({result["cause"] for result in results if result["decision"] == "accept" and result["cause"] != "matched"})
        parcels.invalidate_recordset()
        self.env["logistics.bill.line"].invalidate_model()
        self._set({"lot_done": min(self.lot_done + size, self.lots)})
        if self.lot_done >= self.lots:
            self._set({"state": "matched"})
            self._sum_up()
        return len(rows)

    def _note_hands(self, accepted):
        """Remember who wrote what decided lines of a batch. :param accepted: causes that policies accepted."""
        hands = self.mapping_id._writers()
        if accepted:
            hands |= self.env["logistics.bill.policy"]._writers(self.company_id, self.carrier_id, accepted)
        self._add_hands(hands)

    def _add_hands(self, users):
        if new := users - self.sudo().hand_ids:  # sudo: a field of the flow
            self._set({"hand_ids": [fields.Command.link(user.id) for user in new]})

    def _parcels(self, ids):
        """:return: the parcels, the mothers of children among them, and all that left together with them; fields fetched."""
        parcels = self.env["logistics.parcel"].sudo()  # sudo: what a bill is compared with, not the parcels themselves
        found = parcels.search_fetch([("id", "in", list(ids))], SHIPPED)
        mothers = found.parent_id - found
        keys = set((found | mothers).mapped("shipment_key"))
        together = parcels.search_fetch([("shipment_key", "in", list(keys)), ("state", "!=", "cancelled")], SHIPPED)
        return found | together | (parcels.search_fetch([("id", "in", mothers.ids)], SHIPPED) if mothers else mothers)

    def _terms(self):
        """:return: Terms: contracts at cost with their tariffs, the tax basis, policies."""
        built, newest = self.env["logistics.parcel"]._cost_contracts(self.company_id, self.carrier_id)
        codes = {
            surcharge.code: None for contract in built.values() for entry in contract.versions for surcharge in entry.tariff.source.surcharges}
        mapping = self.mapping_id
        text = (mapping.freight_includes or "").strip()
        fees = self.env["logistics.bill.line"].sudo()._read_group([("bill_id", "=", self.id)], ["fee"])  # sudo: as above
        own = {fee for fee, in fees} | set(mapping.column_ids.filtered(lambda column: column.meaning == "part").mapped("fee_code"))
        return Terms(
            self.carrier_id.id, built, self.env["logistics.bill.policy"]._decisions(self.company_id, self.carrier_id), mapping.is_net,
            newest.tax_included if newest else True, (newest.tax_rate_bp if newest else 600) * 100, to_fen(mapping.tolerance),
            None if text == "*" else tuple(filter(None, (part.strip() for part in text.split(",")))), tuple(codes), frozenset(own))

    def _sum_up(self):
        """Add up the lines for the head of the bill."""
        for bill in self:
            lines = self.env["logistics.bill.line"].sudo()._read_group(  # sudo: sums for the head
                [("bill_id", "=", bill.id)], ["decision", "direction"], ["__count", "amount:sum", "payable:sum", "difference:sum"])
            total = payable = over = under = disputed = pending = 0
            for decision, direction, count, amount, paid, difference in lines:
                total += to_fen(amount)
                payable += to_fen(paid)
                over += to_fen(difference) if direction == "over" else 0
                under += to_fen(difference) if direction == "under" else 0
                disputed += to_fen(amount) - to_fen(paid) if decision == "dispute" else 0
                pending += count if decision == "open" else 0
            bill._set({
                "total": bill._yuan(total), "payable": bill._yuan(payable), "over": bill._yuan(over), "under": bill._yuan(under),
                "disputed": bill._yuan(disputed), "open_count": pending})

    @api.model
    def _cron_work(self):
        """Job: go on with bills that are being matched, one batch a transaction."""
        cron = self.env["ir.cron"]
        for bill in self.search([("state", "=", "matching")], order="id"):
            cron._commit_progress(remaining=max(bill.lots - bill.lot_done, 1))
            while bill.state == "matching":
                before = bill.lot_done
                bill._step()
                if not cron._commit_progress(bill.lot_done - before):
                    return
                if bill.lot_done == before:
                    break
