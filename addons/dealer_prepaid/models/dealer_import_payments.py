import re
from collections import Counter

from odoo import models

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan
from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

BATCH = 200
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]*")
NUMBERED = ("prepaid.withdrawal", "prepaid.leaver")


class DealerImportPayments(models.AbstractModel):
    """Results of payments from the bank's list: withdrawals, refunds of season closes and of leavers become paid or sent back.

    Withdrawals and leavers are found by their number in the purpose, season refunds by dealer (code, or else account number)
    and amount. Whoever imports must be the one who may press the buttons.
    """

    _name = "dealer.import.payments"
    _inherit = "dealer.import.base"
    _description = "Results of payments"

    _import_groups = ("dealer_base.group_fin_confirmer",)

    def _key(self, row):
        return row.record.serial, row.record.result

    def _lookup(self, job, rows):
        numbered, refunds = self._numbered(job, rows), self._refunds(job, rows)
        steps, errors, taken = {}, [], {}
        for row in rows:
            payout = next((numbered[word] for word in WORD.findall(row.record.purpose) if word in numbered), None)
            if payout is None:
                payout = self._refund_of(row.record, refunds, taken)
            if not payout:
                errors.append(row.source.error("purpose", "payment_unknown"))
                continue
            step, code, params = payout._result_step(row.record)
            other = taken.get((payout, step)) if step not in (None, "known") else None
            if code or other:
                errors.append(row.source.error("result", code or "payment_twice", **(params or {"name": payout._payout_purpose(), "other": other})))
                continue
            taken[payout, step] = row.number
            steps[row.number] = (payout, step)
        return {"steps": steps}, errors

    def _numbered(self, job, rows):
        """Find withdrawals and leavers by the numbers that stand in the purposes: {number: document}."""
        words = list({word for row in rows for word in WORD.findall(row.record.purpose)})
        return {
            document.name: document for model in NUMBERED
            for document in self.env[model].search([("company_id", "=", job.company_id.id), ("name", "in", words)])}

    def _refunds(self, job, rows):
        """Find the approved and paid season refunds of these amounts: {fen: lines}."""
        amounts = [from_fen(fen) for fen in {row.record.amount_fen for row in rows}]
        lines = self.env["prepaid.season.close.line"].search([
            ("company_id", "=", job.company_id.id), ("refund", "in", amounts), ("state", "in", ("approved", "paid", "returned"))], order="id")
        return lines.grouped(lambda line: to_fen(line.refund))

    def _refund_of(self, record, refunds, taken):
        """Choose the season refund a row is about: one that knows the reference, else the first that still waits for such a result."""
        number = re.sub(r"\W", "", record.number).upper()

        def fits(line):
            owner = line.partner_id
            return owner.dealer_code == record.dealer if record.dealer else number and line._payout_bank().sanitized_acc_number == number

        lines = refunds.get(record.amount_fen, self.env["prepaid.season.close.line"]).filtered(fits)
        known = "bank_reference" if record.result == "paid" else "return_reference"
        ranks = {"approved": 0, "paid": 1, "returned": 2} if record.result == "paid" else {"paid": 0, "returned": 1, "approved": 2}
        free = lines.filtered(lambda line: not any(payout == line for payout, _step in taken)) or lines
        return lines.filtered(lambda line: line[known] == record.serial)[:1] or free.sorted(
            lambda line: (ranks[line.state], bool(line[known]), line.id))[:1]

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for row in rows:
            payout, step = found["steps"][row.number]
            (plan.unchanged if step == "known" else plan.updated).append(row)
            plan.notes.append(self._note(row, payout, step))
        return plan

    def _note(self, row, payout, step):
        params = {
            "row": row.number, "what": payout._payout_purpose(), "owner": payout.partner_id.display_name,
            "amount": yuan(row.record.amount_fen), "serial": row.record.serial}
        if step == "pay":
            return self.env._("Row %(row)s: %(what)s of %(owner)s, %(amount)s CNY, is paid with reference %(serial)s.", **params)
        if step == "note":
            return self.env._("Row %(row)s: %(what)s of %(owner)s, %(amount)s CNY, was paid already; it takes the reference %(serial)s.", **params)
        if step == "return":
            return self.env._("Row %(row)s: %(what)s of %(owner)s, %(amount)s CNY, came back: the money goes to the owner's account again.", **params)
        return self.env._("Row %(row)s: %(what)s of %(owner)s, %(amount)s CNY, is known: nothing to do.", **params)

    def _commit(self, job, rows, found, plan):
        todo = sorted(plan.updated, key=lambda row: (found["steps"][row.number][0].account_id.id, row.number))  # accounts are locked in this order
        changed = []
        for done, row in enumerate(todo, 1):
            payout, step = found["steps"][row.number]
            payout._take_result(step, row.record)
            changed.append(payout)
            if not done % BATCH:
                job._progress(done, len(todo))
        most = Counter(payout._name for payout in changed).most_common(1)
        if not most:
            return None
        result = self.env[most[0][0]].browse([payout.id for payout in changed if payout._name == most[0][0]])
        return result.close_id if "close_id" in result._fields else result
