import dataclasses
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, round_div, to_fen, yuan

from ..ledger import posting


class PrepaidPosting(models.AbstractModel):
    """From the pure templates to journal entries: roles become accounts, the date the first open day."""

    _name = "prepaid.posting"
    _description = "Prepaid posting"

    @api.model
    def _voucher(self, company, code, amounts, date=None, **choices):
        """Ask a template for its legs.

        :param company: one res.company.
        :param code: E01 ...
        :param amounts: {input: fen}.
        :param date: day of the event.
        :param choices: fields of posting.Terms that differ for this event.
        :return: list of posting.Leg.
        :raises UserError: when the event does not exist under the company's standard.
        """
        try:
            return posting.voucher(code, amounts, dataclasses.replace(company._prepaid_terms(date), **choices))
        except posting.PostingError as error:
            raise UserError(self.env._("%(company)s: entry %(code)s cannot be made: %(error)s.", company=company.name, code=code, error=error)) from error

    @api.model
    def _line_vals(self, company, legs, label, *, partners=None, accounts=None):
        """Turn legs into the values of journal items; empty ones are left out.

        :param company: one res.company.
        :param legs: posting.Leg.
        :param label: text of the items.
        :param partners: {party: res.partner}.
        :param accounts: {role: account.account} that stand in for the mapped ones, e.g. the bank account of a journal.
        :return: list of values of account.move.line.
        :raises UserError: when a role has no account.
        """
        mapping = self.env["prepaid.gl.mapping"]
        known = {**mapping._accounts(company), **(accounts or {})}
        vals_list = []
        for leg in legs:
            account = known.get(leg.role) or mapping._account(company, leg.role)
            partner = (partners or {}).get(leg.party)
            vals_list.append({
                "name": label, "account_id": account.id, "partner_id": partner.id if partner else False,
                "debit": from_fen(leg.fen) if leg.side == "debit" else 0, "credit": from_fen(leg.fen) if leg.side == "credit" else 0,
                **(self._input_tax_vals(company, leg) if leg.part in ("gateway", "input_vat") else {}),
            })
        return vals_list

    @api.model
    def _input_tax_vals(self, company, leg):
        """Mark a fee and its input VAT with the purchase tax of that rate, where the company has one, so that tax reports see them."""
        tax = self.env["account.tax"].sudo().search([  # sudo: confirmers read no taxes
            *self.env["account.tax"]._check_company_domain(company), ("type_tax_use", "=", "purchase"), ("amount_type", "=", "percent"),
            ("amount", "=", leg.rate_bp / 100)], limit=1) if leg.rate_bp else self.env["account.tax"]
        if leg.part == "gateway":
            return {"tax_ids": [Command.set(tax.ids)]}
        return {"tax_repartition_line_id": tax.invoice_repartition_line_ids.filtered(lambda line: line.repartition_type == "tax")[:1].id}

    @api.model
    def _cost_vals(self, company, cost, inventory, fen, label, date=None):
        """Give the items of the cost of goods: E06, E06c out of goods shipped, E09c for goods that came back.

        :param cost: account.account of the cost.
        :param inventory: account.account the goods leave: inventory, or goods shipped.
        :param fen: below zero for goods that came back.
        :return: list of values of account.move.line.
        """
        shipped = self.env["prepaid.gl.mapping"]._accounts(company).get("goods_shipped")
        code = "E09c" if fen < 0 else "E06c" if inventory == shipped else "E06"
        legs = self._voucher(company, code, {"cost": abs(fen)}, date)
        return self._line_vals(company, legs, label, accounts={"cost": cost, "inventory": inventory})

    @api.model
    def _place_vat(self, move):
        """Put the VAT of a draft invoice or credit note where it belongs on its day: payable, or pending until invoiced (P3).

        :param move: draft account.move with its tax items.
        """
        terms = move.company_id._prepaid_terms(move.invoice_date or move.date)
        if terms.vat != "vat":
            account = self.env["prepaid.gl.mapping"]._account(move.company_id, terms.vat)
            move.line_ids.filtered("tax_line_id").account_id = account

    @api.model
    def _open_day(self, company, journal, date, has_tax=False):
        """Give the first day from a date on that no lock date of the books closes (invariant I20).

        :param company: one res.company.
        :param journal: account.journal of the entry.
        :param date: the business date.
        :param has_tax: whether the entry carries VAT.
        :return: a date.
        """
        company = company.sudo()  # sudo: lock dates count for every role
        while locks := company._get_violated_lock_dates(date, has_tax, journal):
            date = max(lock for lock, _field in locks) + timedelta(days=1)
        return date

    @api.model
    def _money_day(self, company, journal, bank_day):
        """Give the day of the books for money that moved at the bank: its day there, or the first one that nothing closes (I20).

        The prepaid ledger's own lock counts too: a month whose checklist was closed stays as it was checked.

        :param company: one res.company.
        :param journal: account.journal of the entry.
        :param bank_day: day on which the bank has the money come or go; one that is still to come counts as today.
        :return: a date.
        """
        lock = company.sudo().prepaid_lock_date  # sudo: the lock counts for every role
        day = min(bank_day, company._dealer_today())
        return self._open_day(company, journal, max(day, lock + timedelta(days=1)) if lock else day)

    @api.model
    def _date_vals(self, company, journal, date, has_tax=False, happened=None):
        """Give the dates of an entry: the first open day, and the day it happened where that is another one, with a sentence that says so.

        :param date: the day to book on.
        :param happened: the day it happened; that of the books by default.
        :return: values of account.move.
        """
        day, happened = self._open_day(company, journal, date, has_tax), happened or date
        if day == happened:
            return {"date": day}
        return {"date": day, "prepaid_event_date": happened, "narration": self.env._(
            "It happened on %(happened)s. That day is closed, so the books have it on the first open day, %(day)s.", happened=happened, day=day)}

    @api.model
    def _invoice_dates(self, company, date):
        """Give the dates of an invoice or credit note: its business day, and the first open day as that of the books (I20).

        :param company: one res.company.
        :param date: the business day.
        :return: values of account.move.
        """
        journal = self.env["account.journal"].sudo().search([  # sudo: the warehouse reads no journals
            *self.env["account.journal"]._check_company_domain(company), ("type", "=", "sale")], limit=1)
        return {"invoice_date": date, "date": self._open_day(company, journal, date, has_tax=True)}

    @api.model
    def _post_move(self, company, journal, vals_list, ref, *, date=None, bank_day=None, partner=None, has_tax=False):
        """Post one journal entry on the first open day.

        :param company: one res.company.
        :param journal: account.journal.
        :param vals_list: values of the items, see :meth:`_line_vals`.
        :param ref: reference text.
        :param date: business date; the company's today by default.
        :param bank_day: for money that came or went, its day at the bank, for a batch the day of its entries; it stands for the business
            date, and a month that the prepaid ledger closed stays as it was checked.
        :param partner: res.partner of the entry, if any.
        :param has_tax: whether the entry carries VAT.
        :return: the posted account.move, empty without items.
        """
        if not vals_list:
            return self.env["account.move"]
        date = self._money_day(company, journal, bank_day) if bank_day else date or company._dealer_today()
        move = self.env["account.move"].sudo().with_company(company).create({  # sudo: confirmers and warehouse keep no books by hand
            "move_type": "entry", "journal_id": journal.id, "company_id": company.id, "ref": ref,
            **self._date_vals(company, journal, date, has_tax, bank_day),
            "partner_id": partner.id if partner else False, "line_ids": [Command.create(vals) for vals in vals_list]})
        move._post(soft=False)
        return move

    @api.model
    def _reverse_move(self, move, date, ref, bank_day=None, vals_list=None):
        """Take a journal entry back: in red on the same sides, or on the opposite sides (P7).

        :param move: one posted account.move of type entry.
        :param date: day of the reversal.
        :param ref: reference text.
        :param bank_day: for money that the bank sent back, its day there, for a batch that of its entries; it stands for the day of the reversal.
        :param vals_list: values of the items, where not all of it goes back.
        :return: the posted account.move that reverses it.
        """
        company = move.company_id
        if bank_day:
            date = max(self._money_day(company, move.journal_id, bank_day), move.date)
        dates = self._date_vals(company, move.journal_id, date, True, bank_day)
        if bank_day and bank_day < move.date == dates["date"]:
            dates["narration"] = self.env._(
                "It happened on %(happened)s. The books have it on %(day)s, the day of the entry that it takes back.", happened=bank_day, day=move.date)
        reversal = self.env["account.move"].sudo().with_company(company).create({  # sudo: see _post_move
            "move_type": "entry", "journal_id": move.journal_id.id, "company_id": company.id, "ref": ref, "reversed_entry_id": move.id,
            **dates, "partner_id": move.partner_id.id,
            "line_ids": [Command.create(vals) for vals in vals_list or self._reverse_vals(move, ref)]})
        reversal._post(soft=False)
        return reversal

    @api.model
    def _reverse_vals(self, move, ref, fen=1, of_fen=1):
        """Give the items that take a journal entry, or a part of it, back (P7).

        :param move: one posted account.move of type entry.
        :param ref: text of the items.
        :param fen: how much of it goes back, in proportion to :param of_fen: all of it.
        :return: list of values of account.move.line.
        """
        red = move.company_id.sudo().prepaid_red_reversal  # sudo: a choice of the company

        def share(amount):
            return from_fen(round_div(to_fen(amount) * fen, of_fen))
        return [{
            "name": ref, "account_id": line.account_id.id, "partner_id": line.partner_id.id, "tax_ids": [Command.set(line.tax_ids.ids)],
            "tax_repartition_line_id": line.tax_repartition_line_id.id,
            "debit": share(-line.debit if red else line.credit), "credit": share(-line.credit if red else line.debit),
        } for line in move.sudo().line_ids]  # sudo: see _post_move

    @api.model
    def _post_event(self, company, journal, code, amounts, ref, *, date=None, bank_day=None, partners=None, accounts=None, **choices):
        """Post the entry of a template.

        :param code: E01 ...
        :param amounts: {input: fen}.
        :param bank_day: see :meth:`_post_move`.
        :param partners: {"owner": res.partner, ...}.
        :return: the posted account.move, empty for an event outside the books.
        """
        legs = self._voucher(company, code, amounts, bank_day or date, **choices)
        vals_list = self._line_vals(company, legs, ref, partners=partners, accounts=accounts)
        return self._post_move(
            company, journal, vals_list, ref, date=date, bank_day=bank_day, partner=(partners or {}).get("owner"),
            has_tax=any(leg.part in ("vat", "input_vat") for leg in legs))

    @api.model
    def _leg_text(self, legs):
        """Write legs as one line of text, for messages and logs."""
        name = self.env["prepaid.gl.mapping"]._role_name
        return "; ".join(f"{'Dr' if leg.side == 'debit' else 'Cr'} {name(leg.role)} {yuan(leg.fen)}" for leg in legs)
