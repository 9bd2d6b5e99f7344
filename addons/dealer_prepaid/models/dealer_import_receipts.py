from odoo import api, models
from odoo.fields import Command

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan
from odoo.addons.dealer_base.money import from_fen, to_fen

from ..ledger.duplicates import serial_key

BATCH = 200


class DealerImportReceipts(models.AbstractModel):
    """Receipts from a sheet as drafts: nothing counts before a person submits them and another confirms (R3-099, R3-104).

    A serial number that a receipt carries already is left as it is; with another amount it is an error.
    """

    _name = "dealer.import.receipts"
    _inherit = ["dealer.import.base", "prepaid.import.account"]
    _description = "Receipts for orders"

    _import_groups = ("dealer_base.group_fin_cashier", "dealer_base.group_fin_manager")

    def _key(self, row):
        return row.record.serial

    @api.model
    def _find_documents(self, company, numbers):
        """Hook: find the documents that a sheet names. Extend: return {number: record}."""
        return {}

    def _channels(self):
        """Give the channels by code and by their name in every language that is installed."""
        found = {}
        for lang, _name in self.env["res.lang"].get_installed():
            for channel in self.env["prepaid.receipt.channel"].with_context(lang=lang).search([]):
                found.update({channel.name: channel, channel.code: channel})
        return found

    def _lookup(self, job, rows):
        company = job.company_id
        channels = self._channels()
        of_channel = {channel: channel._accounts(company) for channel in channels.values()}
        accounts, errors = self._row_accounts(
            rows, company._receiving_rows(), job.money_journal_id.sudo(), lambda row: of_channel.get(channels.get(row.record.channel)))  # sudo: as the accounts
        receipts = self.env["prepaid.receipt"].search_fetch([
            ("company_id", "=", company.id), ("serial_key", "in", [serial_key(row.record.serial) for row in rows]),
            ("state", "not in", ("rejected", "reversed"))],
            ["serial_key", "amount", "journal_id"])
        by_serial = {(receipt.journal_id.id, receipt.serial_key): receipt for receipt in receipts}
        known = {
            row.number: by_serial.get((accounts[row.number].id, serial_key(row.record.serial))) for row in rows if row.number in accounts}
        partners = self.env["res.partner"].search([
            ("dealer_code", "in", [row.record.dealer for row in rows]), ("dealer_level", "in", ("dealer", "store"))])
        dealers = {partner.dealer_code: partner for partner in partners}
        documents = self._find_documents(company, [row.record.order for row in rows if row.record.order])
        for row in rows:
            record, error = row.record, row.source.error
            before = known.get(row.number)
            if before and to_fen(before.amount) != record.amount_fen:
                errors.append(error("amount_fen", "receipt_changed", known=f"{before.amount:.2f}", name=before.name))
            if record.dealer not in dealers:
                errors.append(error("dealer", "unknown_payer"))
            if record.channel not in channels:
                names = dict.fromkeys(self.env["prepaid.receipt.channel"].search([]).mapped("name"))
                errors.append(error("channel", "unknown_channel", known="、".join(names)))
            if record.order and record.order not in documents:
                errors.append(error("order", "unknown_order"))
            if record.day > company._dealer_today():
                errors.append(error("day", "receipt_in_future"))
        return {"accounts": accounts, "known": known, "dealers": dealers, "channels": channels, "documents": documents}, errors

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for row in rows:
            (plan.unchanged if found["known"].get(row.number) else plan.created).append(row)
        return plan

    def _commit(self, job, rows, found, plan):
        receipts = self.env["prepaid.receipt"]
        for start in range(0, len(plan.created), BATCH):
            receipts |= receipts.create([self._values(job, row, found) for row in plan.created[start:start + BATCH]])
            job._progress(min(start + BATCH, len(plan.created)), len(plan.created))
        return receipts

    def _values(self, job, row, found):
        record = row.record
        document = found["documents"].get(record.order)
        return {
            "company_id": job.company_id.id, "partner_id": found["dealers"][record.dealer].id, "date": record.day, "bank_serial": record.serial,
            "amount": from_fen(record.amount_fen), "channel_id": found["channels"][record.channel].id, "journal_id": found["accounts"][row.number].id,
            "payer_name": record.payer, "remark": record.remark, "proof_ids": [Command.clear()],
            "res_model": document._name if document else False, "res_id": document.id if document else False,
        }
