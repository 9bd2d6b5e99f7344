from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..adapters.bill_roles import need_handler
from ..bills import NEEDED, is_personal
from ..tariff.matching import Layout, drift
from ..tariff.matching.layout import normal


class LogisticsBillMapping(models.Model):
    """How a carrier writes its bills: what was learnt of one file and confirmed by a person.

    A carrier may have several, for its layouts change; a new file is read by the one that fits. A column that is gone or stands
    twice makes a mapping unfit, and the bill says which; moved and new columns do no harm.
    """

    _name = "logistics.bill.mapping"
    _description = "Columns of carrier bills"
    _order = "carrier_id, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="restrict", check_company=True)
    is_confirmed = fields.Boolean(string="Confirmed", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    keep_personal = fields.Boolean(
        string="Keep personal columns", help="Off: cells with names, phones and addresses are not stored, and the file is deleted after its import.")
    is_net = fields.Boolean(string="Amounts without tax", help="The bill's amounts are without tax; they are compared on the contract's basis.")
    freight_includes = fields.Char(
        string="Freight includes", default="*",
        help="Codes of our surcharges that the carrier bills inside its freight, separated by commas. * = all that have no line of their own.")
    tolerance = fields.Monetary(help="Differences up to this amount are none.")
    column_ids = fields.One2many("logistics.bill.mapping.column", "mapping_id", string="Columns", copy=True)
    fee_ids = fields.One2many("logistics.bill.mapping.fee", "mapping_id", string="Words for fees", copy=True)

    @api.constrains("tolerance")
    def _check_tolerance(self):
        for mapping in self:
            if mapping.tolerance < 0:
                raise ValidationError(self.env._("%s: a tolerance is zero or more.", mapping.name))

    @api.constrains("column_ids", "is_confirmed")
    def _check_columns(self):
        for mapping in self:
            meanings = [column.meaning for column in mapping.column_ids if column.meaning and column.meaning != "part"]
            if len(set(meanings)) < len(meanings):
                raise ValidationError(self.env._("%s: each meaning stands for one column.", mapping.name))
            if mapping.is_confirmed and not set(NEEDED) <= set(meanings):
                raise ValidationError(self.env._("%s needs a column with the waybill number and one with the amount.", mapping.name))

    def action_confirm(self):
        """Confirm the columns: files of this layout are read without asking from now on.

        :return: True.
        :raises AccessError: for others than the settlement accountant and the finance manager.
        """
        self._check_role()
        for mapping in self:
            meanings = set(mapping.column_ids.mapped("meaning"))
            if not set(NEEDED) <= meanings:
                raise UserError(self.env._("%s needs a column with the waybill number and one with the amount.", mapping.name))
            mapping.sudo().write({"is_confirmed": True, "confirmed_by_id": self.env.uid})  # sudo: read-only for people
        return True

    def _check_role(self):
        need_handler(self.env)
        self.check_access("write")

    def write(self, vals):
        if not self.env.su and {"is_confirmed", "confirmed_by_id"} & vals.keys():
            raise AccessError(self.env._("Columns are confirmed with the button."))
        if not self.env.su and {"column_ids", "carrier_id", "company_id"} & vals.keys() and any(mapping.is_confirmed for mapping in self):
            super().write(vals)
            return super().write({"is_confirmed": False, "confirmed_by_id": False})
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any({"is_confirmed", "confirmed_by_id"} & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Columns are confirmed with the button."))
        return super().create(vals_list)

    def _layout(self):
        """:return: the core's Layout of this mapping; fee columns are fields ``part:code``."""
        self.ensure_one()
        columns = self.column_ids.sorted("position")
        named = [column for column in columns if column.meaning]
        return Layout(
            tuple(sorted((column._field_name(), normal(column.header), column.position) for column in named)),
            tuple(normal(column.header) for column in columns))

    def _read_headers(self, headers):
        """Read a header row.

        :return: (columns, fees, Drift).
        """
        found, told = drift(self._layout(), headers)
        columns = {name: place for name, place in found.items() if not name.startswith("part:")}
        return columns, {place: name[5:] for name, place in found.items() if name.startswith("part:")}, told

    @api.model
    def _propose(self, bill, headers, columns, fees):
        """Store what was guessed of a new layout, to be confirmed.

        :return: the mapping.
        """
        places = {place: name for name, place in columns.items()}
        values = [{
            "position": place, "header": header or "-", "meaning": "part" if place in fees else places.get(place, False),
            "fee_code": fees.get(place, False), "is_personal": is_personal(header)} for place, header in enumerate(headers)]
        return self.create({
            "name": self.env._(
                "%(carrier)s, %(count)s columns, %(period)s", carrier=bill.carrier_id.name, count=len(headers), period=bill.date_from.strftime("%Y-%m")),
            "company_id": bill.company_id.id, "carrier_id": bill.carrier_id.id,
            "column_ids": [fields.Command.create(row) for row in values]})

    def _writers(self):
        """:return: res.users who wrote the columns, their tolerance or the words for fees last."""
        mapping = self.sudo()  # sudo: who wrote it, for the rule of two persons
        return mapping.write_uid | mapping.confirmed_by_id | mapping.column_ids.write_uid | mapping.fee_ids.write_uid

    def _own_words(self):
        """:return: dict normal form of the carrier's words -> fee code."""
        return {normal(fee.word): fee.code for fee in self.fee_ids}
