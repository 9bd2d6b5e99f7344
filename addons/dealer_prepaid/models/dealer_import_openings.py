from odoo import models
from odoo.fields import Command

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan
from odoo.addons.dealer_base.money import from_fen, to_fen

from ..layouts.openings import identity

BATCH = 1000


class DealerImportOpenings(models.AbstractModel):
    """Opening balances from a sheet as one draft document: its control totals are typed by hand, a second person signs it off.

    The sheet counts as a whole. Lines that stand on a document already are left as they are; an account that does stands in the way of
    others, so that nothing is taken over twice.
    """

    _name = "dealer.import.openings"
    _inherit = ["dealer.import.base"]
    _description = "Opening balances"

    _import_groups = ("dealer_base.group_fin_cashier", "dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")
    _whole_sheet = True

    def _key(self, row):
        return identity(row.record)

    def _lookup(self, job, rows):
        partners = self.env["res.partner"].search([
            ("dealer_code", "in", [row.record.dealer for row in rows]), ("dealer_level", "in", ("dealer", "store"))])
        dealers = {partner.dealer_code: partner for partner in partners}
        brands = {brand.name: brand for brand in self.env["dealer.brand"].search([])}
        lines = self.env["prepaid.opening.line"].search([
            ("company_id", "=", job.company_id.id), ("partner_id", "in", partners.ids), ("state", "!=", "rejected")])
        known = {self._line_key(line) for line in lines}
        taken = {  # an account that is closed since is no account any more; its document refuses the same cut-over
            (line.partner_id.dealer_code, line.brand_id.name or ""): line.opening_id for line in lines if line.account_id.state != "closed"}
        today, errors = job.company_id._dealer_today(), []
        for row in rows:
            record, error = row.record, row.source.error
            if record.dealer not in dealers:
                errors.append(error("dealer", "opening_unknown_dealer"))
            if record.brand and record.brand not in brands:
                errors.append(error("brand", "opening_unknown_brand", known="、".join(brands)))
            if record.kind == "balance" and record.amount_fen <= 0:
                errors.append(error("amount_fen", "opening_zero"))
            if record.day > today:
                errors.append(error("day", "opening_in_future"))
            document = taken.get((record.dealer, record.brand))
            if document and self._key(row) not in known:
                errors.append(error("dealer", "opening_known", known=document.name))
        return {"dealers": dealers, "brands": brands, "known": known}, errors

    def _line_key(self, line):
        return (line.partner_id.dealer_code, line.brand_id.name or "", line.kind, line.bucket, line.date, line.reference or "", to_fen(line.amount))

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for row in rows:
            (plan.unchanged if self._key(row) in found["known"] else plan.created).append(row)
        if plan.created:
            fen = sum(row.record.amount_fen for row in plan.created if row.record.kind == "balance")
            plan.notes.append(self.env._(
                "One draft document with %(total)s CNY for %(count)s accounts. Type the old system's own totals on it, then submit it.",
                total=f"{from_fen(fen):,.2f}", count=len({(row.record.dealer, row.record.brand) for row in plan.created})))
        return plan

    def _commit(self, job, rows, found, plan):
        documents = self.env["prepaid.opening"]
        if not plan.created:
            return documents
        document = documents.create({
            "company_id": job.company_id.id, "amount": 0, "date": job.company_id._dealer_today(), "proof_ids": [Command.clear()],
            "reason": self.env._("Imported from %s", job.display_name)})
        for start in range(0, len(plan.created), BATCH):
            self.env["prepaid.opening.line"].create([
                {"opening_id": document.id, **self._values(row, found)} for row in plan.created[start:start + BATCH]])
            job._progress(min(start + BATCH, len(plan.created)), len(plan.created))
        return document

    def _values(self, row, found):
        record = row.record
        return {
            "kind": record.kind, "partner_id": found["dealers"][record.dealer].id, "brand_id": found["brands"][record.brand].id if record.brand else False,
            "bucket": record.bucket, "amount": from_fen(record.amount_fen), "date": record.day, "reference": record.reference or False,
            "expires_on": record.expires_on or False, "has_stated": record.stated_fen is not None, "stated": from_fen(record.stated_fen or 0),
            "remark": record.remark or False}
