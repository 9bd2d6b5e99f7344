from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tariff import TOLD
from .logistics_parcel import LABELS

BY_HAND = frozenset(("parcel_id", "state", "time", "place", "text"))


class LogisticsParcelEvent(models.Model):
    """One message about a parcel: when, where, what. Kept as it came; a correction is another message.

    The state of the parcel follows from all its messages in the order of their times, so a late or repeated message never
    moves it back.
    """

    _name = "logistics.parcel.event"
    _description = "Tracking message"
    _order = "time desc, id desc"
    _rec_name = "text"

    parcel_id = fields.Many2one("logistics.parcel", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="parcel_id.company_id", store=True, index=True)
    carrier_id = fields.Many2one(related="parcel_id.carrier_id", store=True, index=True)
    time = fields.Datetime(required=True, index=True, default=fields.Datetime.now)
    state = fields.Selection([(state, LABELS[state]) for state in TOLD], help="Empty: the message changes nothing.")
    raw_code = fields.Char(string="Carrier's code", required=True, readonly=True)
    place = fields.Char()
    text = fields.Char()
    source = fields.Selection([("manual", "By hand"), ("import", "Carrier")], string="Told by", required=True, readonly=True, default="manual")

    _message_uniq = models.UniqueIndex("(parcel_id, time, raw_code)", "This message is stored already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self = self.with_context({key: value for key, value in self.env.context.items() if not key.startswith("default_")})
            for vals in vals_list:
                self._check_by_hand(vals)
        self._check_cancelled(vals_list)
        events = super().create([{**vals, "raw_code": vals.get("raw_code") or f"manual:{vals.get('state') or ''}"} for vals in vals_list])
        events.parcel_id.sudo()._follow_events()  # sudo: the state of a parcel is written by its messages alone
        return events

    def _check_cancelled(self, vals_list):
        parcels = self.env["logistics.parcel"].sudo().browse([vals["parcel_id"] for vals in vals_list if vals.get("parcel_id")])  # sudo: their states only
        for parcel in parcels:
            if parcel.state == "cancelled":
                raise UserError(self.env._(
                    "Parcel %s is cancelled and stays so: make a new parcel for goods that travel after all.", parcel.display_name))

    def _check_by_hand(self, vals):
        extra = vals.keys() & self._fields.keys() - BY_HAND
        if extra:
            raise AccessError(self.env._("%s of a tracking message cannot be written by hand.", ", ".join(sorted(extra))))
        if vals.get("state") not in TOLD:
            raise UserError(self.env._("Choose what happened to the parcel."))
        time = fields.Datetime.to_datetime(vals.get("time"))
        if time and time > fields.Datetime.now() + timedelta(minutes=10):
            raise UserError(self.env._("The time of a tracking message lies in the future: enter when it happened."))

    def write(self, vals):
        raise UserError(self.env._("A tracking message is kept as it came; add another one to correct it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A tracking message is kept as it came and cannot be deleted."))
