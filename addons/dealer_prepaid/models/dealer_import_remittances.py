from odoo import models

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan
from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

BATCH = 500


class DealerImportRemittances(models.AbstractModel):
    """Incoming remittances from the bank's sheet into ``prepaid.bank.line``; the remark proposes the account owner.

    A serial number that is known already is left as it is; with another amount it is an error, since the bank never
    changes a booked payment. A bank's list has outgoing payments as well: those are left out, and their number and sum are told.
    What somebody typed before is from the bank now: day, payer and remark become those of the sheet.
    """

    _name = "dealer.import.remittances"
    _inherit = ["dealer.import.base", "prepaid.import.account"]
    _description = "Bank remittances"

    _import_groups = ("dealer_base.group_fin_cashier", "dealer_base.group_fin_manager")

    def _key(self, row):
        return row.record.serial

    def _lookup(self, job, rows):
        spent = [row for row in rows if row.record.is_out]
        rows = [row for row in rows if not row.record.is_out]
        accounts, errors = self._row_accounts(rows, job.company_id._receiving_accounts(), job.money_journal_id.sudo())  # sudo: as the accounts
        lines = self.env["prepaid.bank.line"].search_fetch(
            [("company_id", "=", job.company_id.id), ("serial", "in", [row.record.serial for row in rows])], ["journal_id", "serial", "amount", "by_hand"])
        known = {(line.journal_id.id, line.serial): line for line in lines}
        found = {row.number: known.get((accounts[row.number].id, row.record.serial)) for row in rows if row.number in accounts}
        brands = {brand.name: brand for brand in self.env["dealer.brand"].search([])}
        for row in rows:
            if row.record.brand and row.record.brand not in brands:
                errors.append(row.source.error("brand", "unknown_account_brand", known="、".join(brands)))
            line = found.get(row.number)
            if line and to_fen(line.amount) != row.record.amount_fen:
                errors.append(row.source.error("amount_fen", "remittance_changed", known=f"{line.amount:.2f}"))
        return {"accounts": accounts, "known": found, "brands": brands, "spent": spent}, errors

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for row in (one for one in rows if not one.record.is_out):
            line = found["known"].get(row.number)
            (plan.created if not line else plan.updated if line.by_hand else plan.unchanged).append(row)
        if found["spent"]:
            plan.unchanged += found["spent"]
            plan.notes.append(self.env._(
                "%(count)s outgoing payments, %(amount)s CNY in all, are left out: this list brings in what was received, what was paid comes with the results "
                "of payments.", count=len(found["spent"]), amount=yuan(sum(row.record.amount_fen for row in found["spent"]))))
        return plan

    def _commit(self, job, rows, found, plan):
        lines = self.env["prepaid.bank.line"]
        for start in range(0, len(plan.created), BATCH):
            lines |= lines.sudo().create([{  # sudo: what comes from the bank's sheet is not typed by hand
                "company_id": job.company_id.id, "journal_id": found["accounts"][row.number].id, "date": row.record.day, "serial": row.record.serial,
                "amount": from_fen(row.record.amount_fen), "payer_name": row.record.payer, "remark": row.record.remark,
                "method": row.record.method or False, "brand_id": found["brands"][row.record.brand].id if row.record.brand else False,
            } for row in plan.created[start:start + BATCH]]).sudo(False)
            job._progress(min(start + BATCH, len(plan.created)), len(plan.created))
        for row in plan.updated:
            line = found["known"][row.number]
            line.sudo().write({  # sudo: the bank's own sheet shows it now
                "by_hand": False, "date": row.record.day, "payer_name": row.record.payer, "remark": row.record.remark})
            lines |= line
        lines.filtered(lambda line: line.state == "unmatched")._propose_owner()
        return lines
