import base64
from itertools import islice

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences, sentence
from odoo.addons.dealer_base.money import from_fen, to_fen
from odoo.addons.dealer_base.sheet import RowError, SheetRefused, open_book

from ..bills import Plan, fee_of, find_header, is_personal, other_sheets, read_rows, true_columns
from ..sql import bill as statements

_lt = LazyTranslate(__name__)
BATCH = 5_000
SHOWN = 500
MOST_ROWS = 200_000

register_sentences({
    "unreadable_tracking": _lt("The waybill number “%(value)s” cannot be trusted; the line will be shown to a person."),
    "layout_changed": _lt(
        "The carrier has changed its columns: %(missing)s of the layout “%(layout)s” is gone. The columns were guessed anew: look at them and confirm."),
    "columns_guessed": _lt("The first bill of this kind: the columns were guessed. Look at them and confirm."),
    "column_moved": _lt("The column “%(header)s” stands in another place than before; it was found by its name."),
    "other_amount": _lt("By its numbers the column “%(header)s” holds what is to be paid, whatever the headers say."),
    "total_differs": _lt("The bill states a total of %(stated)s, its lines add up to %(sum)s."),
})


class LogisticsBill(models.Model):
    """Reading a bill: a dry run that says everything, then the lines."""

    _inherit = "logistics.bill"

    def action_check(self):
        """Read the file without keeping a line: how many lines, what is wrong in which cell, which columns mean what.

        :return: True.
        :raises UserError: when the file cannot be read at all.
        """
        self._check_role()
        for bill in self:
            bill._need_state("draft")
            if bill.line_count:
                raise UserError(self.env._("%s is read already: take its lines out first, or make a new bill.", bill.name))
            opened = bill._open()
            lines, total, errors = 0, 0, list(opened["told"])
            for row in bill._rows(opened):
                if row.is_total:
                    opened["stated"] = row.fen
                    continue
                errors += row.errors if len(errors) < 10 * SHOWN else [error for error in row.errors if not error.warning]
                lines += 1
                total += row.fen or 0
            bill._keep_findings(errors, opened, lines, total)
        return True

    def action_import(self):
        """Read the lines in. Columns must be confirmed; rows with an unreadable amount stop it unless they are to be left out.

        A second call finds the lines there and changes nothing.

        :return: True.
        """
        self._check_role()
        for bill in self:
            if bill.line_count:
                continue
            bill._need_state("draft")
            if not statements.try_lock(self.env.cr, bill.id):
                raise UserError(self.env._("%s is being worked on: wait until it ends.", bill.name))
            bill._import_now()
        return True

    def action_confirm_columns(self):
        """Confirm the columns that were guessed for this bill.

        :return: True.
        """
        self._check_role()
        self.mapping_id.action_confirm()
        return True

    def _import_now(self):
        opened = self._open()
        if not opened["mapping"] or not opened["mapping"].is_confirmed:
            raise UserError(self.env._("The columns of %s are guessed: check the file, look at the columns and confirm them.", self.name))
        words = opened["mapping"]._own_words()
        self.env.flush_all()
        count, total, errors, found = 0, 0, list(opened["told"]), self._rows(opened)
        while rows := list(islice(found, BATCH)):
            values = []
            for row in rows:
                if row.is_total:
                    opened["stated"] = row.fen
                    continue
                errors += row.errors if len(errors) < 10 * SHOWN else [error for error in row.errors if not error.warning]
                if row.fen is not None:
                    values.append(self._line_values(row, words))
                    total += row.fen
            statements.insert_lines(self.env.cr, self, values, self.env.uid)
            count += len(values)
        bad = {error.row for error in errors if not error.warning}
        if bad and not self.skip_bad:
            raise UserError(self.env._(
                "%(bad)s rows of %(bill)s cannot be read, the first is row %(row)s: correct them, or choose “Leave out bad rows”. The check lists them all.",
                bad=len(bad), bill=self.name, row=min(bad)))
        if not count:
            raise UserError(self.env._("%s has no line with an amount.", self.name))
        self.env["logistics.bill.line"].invalidate_model()
        self._keep_findings(errors, opened, count, total)
        mapping = opened["mapping"]
        self._set({"line_count": count, "mapping_id": mapping.id, "imported_by_id": self.env.uid})
        if opened["plan"].hidden:
            self._set({"file": False})

    def _line_values(self, row, words):
        return {
            "row": row.row, "tracking": row.tracking or None, "number": row.number, "on_date": row.on_date and row.on_date.isoformat(),
            "weight_g": row.weight_g or 0, "destination": row.destination or None, "product": row.product or None, "fee": fee_of(row.fee, words),
            "fee_text": row.fee or None, "amount": str(from_fen(row.fen)), "parts": row.parts or None, "cells": row.cells}

    def _rows(self, opened):
        rows = read_rows(opened["sheet"], opened["row"], opened["plan"])
        try:
            yield from islice(rows, MOST_ROWS)
        except SheetRefused as refused:
            raise UserError(self._refusal(refused)) from refused
        if next(rows, None) is not None:
            raise UserError(sentence(self.env, "too_many_rows", {"limit": MOST_ROWS}))

    def _refusal(self, refused):
        return self.env._("%(file)s was not read. %(reason)s", file=self.filename or self.name, reason=sentence(self.env, refused.code, refused.params))

    def _open(self):
        """Open the file and find out its columns; a layout that is not known is kept as a proposal.

        :return: dict sheet, row (of the header), plan, mapping, told (RowErrors on the header), stated.
        """
        self.ensure_one()
        data = self.with_context(bin_size=False).file
        if not data:
            raise UserError(self.env._("Choose the carrier's file first."))
        known = self._known_mappings()
        try:
            book = open_book(base64.b64decode(data))
            found = find_header(book, [self._reader(mapping) for mapping in known])
            if not found:
                raise UserError(self._refusal(SheetRefused("header_not_found", rows=20, expected=self.env._("waybill number, amount"))))
            sheet, row, headers, columns, fees, index = found
            columns, odd = true_columns(sheet, row, columns)
        except SheetRefused as refused:
            raise UserError(self._refusal(refused)) from refused
        mapping = known[index] if index is not None else None
        told = self._told(sheet, row, headers, columns, mapping, known, odd)
        others = "、".join(other_sheets(book, sheet))
        if others:
            told.append(RowError(sheet.name, row, "", "", others, "sheet_not_read", {"sheets": others}, True))
        if mapping is None:
            proposed = self.mapping_id if self.mapping_id and not self.mapping_id.is_confirmed else None
            mapping = proposed or self.env["logistics.bill.mapping"]._propose(self, headers, columns, fees)
        if self.mapping_id != mapping:
            self._set({"mapping_id": mapping.id})
        hidden = frozenset() if mapping.keep_personal else frozenset(
            {place for place, header in enumerate(headers) if is_personal(header)} | {column.position for column in mapping.column_ids if column.is_personal})
        plan = Plan(columns, fees, headers, hidden, self.date_from, self.date_to, sheet.name)
        return {"sheet": sheet, "row": row, "plan": plan, "mapping": mapping, "told": told, "stated": None}

    def _known_mappings(self):
        chosen = self.mapping_id
        if chosen and chosen.is_confirmed:
            return chosen
        return self.env["logistics.bill.mapping"].search([
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("is_confirmed", "=", True)])

    def _reader(self, mapping):
        def read(headers):
            columns, fees, told = mapping._read_headers(headers)
            return (columns, fees) if told.ok else None
        return read

    def _told(self, sheet, row, headers, columns, mapping, known, odd):
        """:return: RowErrors on the header row, all of them warnings."""
        def tell(code, header="", **params):
            return RowError(sheet.name, row, "", header, "", code, params, True)
        out = []
        if mapping is None:
            drifts = [(layout, layout._read_headers(headers)[2]) for layout in known]
            if drifts:
                layout, told = min(drifts, key=lambda entry: len(entry[1].missing) + len(entry[1].twice))
                names = dict(self.env["logistics.bill.mapping.column"]._fields["meaning"]._description_selection(self.env))
                gone = ", ".join(names.get(name, name.removeprefix("part:")) for name in (*told.missing, *told.twice))
                out.append(tell("layout_changed", missing=gone, layout=layout.name))
            else:
                out.append(tell("columns_guessed"))
        else:
            out += [tell("column_moved", headers[new]) for _name, _old, new in mapping._read_headers(headers)[2].moved]
        if odd:
            out.append(tell("other_amount", headers[columns["amount"]]))
        return out

    def _keep_findings(self, errors, opened, lines, total):
        """Keep what was noticed, errors before warnings; the stated total is taken from the closing row when nobody entered one."""
        self.finding_ids.sudo().unlink()  # sudo: findings are the check's own output
        stated = opened["stated"]
        if stated and not self.stated_total:
            self._set({"stated_total": from_fen(stated)})
        if self.stated_total and to_fen(self.stated_total) != total:
            places = {"stated": self.stated_total, "sum": from_fen(total)}
            errors.append(RowError(opened["sheet"].name, opened["row"], "", "", "", "total_differs", places, True))
        bad = {error.row for error in errors if not error.warning}
        shown = sorted(errors, key=lambda error: error.warning)[:SHOWN]
        self.env["logistics.bill.finding"].sudo().create([{  # sudo: as above
            "bill_id": self.id, "sheet": error.sheet, "row": error.row, "column": error.column, "header": error.header, "value": error.value,
            "code": error.code, "is_warning": error.warning,
            "reason": sentence(self.env, error.code, error.params, value=error.value, header=error.header)} for error in shown])
        self._set({"finding_count": len(bad)})
        self.message_post(body=self.env._(
            "%(lines)s lines read; %(bad)s rows cannot be read.", lines=lines, bad=len(bad)))

    def action_open_mapping(self):
        """:return: action that shows the columns of this bill."""
        self.ensure_one()
        if not self.mapping_id:
            raise UserError(self.env._("Check the file first: it finds out the columns."))
        return {"type": "ir.actions.act_window", "res_model": "logistics.bill.mapping", "res_id": self.mapping_id.id, "view_mode": "form",
                "views": [(False, "form")], "name": self.mapping_id.name}
