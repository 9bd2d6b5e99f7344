import hashlib
from datetime import UTC, datetime, timedelta

import psycopg2
import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command

from ..tariff import KUAIDI100, TOLD, promised_date, state_after
from ..tariff.matching import tracking_of

TRACKERS = ("dealer_base.group_cs_aftersale", "dealer_base.group_wh_operator")
ROW_KEYS = frozenset(("carrier", "tracking", "time", "code", "state", "place", "text"))
MOST_ROWS = 5_000
HOLIDAY_HORIZON = 90  # days after a shipment in which holidays are looked for


class LogisticsParcel(models.Model):
    """Where a parcel is: messages typed by a person or sent by a carrier's system, the promised day, the day it came."""

    _inherit = "logistics.parcel"

    event_ids = fields.One2many("logistics.parcel.event", "parcel_id", string="Tracking")
    promised_date = fields.Date(string="Promised for", readonly=True, copy=False, index="btree_not_null", help="Last day on which the parcel is in time.")
    delivered_date = fields.Date(string="Delivered on", readonly=True, copy=False, index="btree_not_null")
    punctuality = fields.Selection(
        [("in_time", "In time"), ("late", "Late"), ("none", "No promise")], compute="_compute_punctuality", store=True,
        help="Filled when the parcel has been delivered.")
    tracking_link = fields.Char(compute="_compute_tracking_link")

    def write(self, vals):
        """Messages that a person adds on the form of a parcel are made one by one, by the rules of messages: they come after it has shipped."""
        if self.env.su or "event_ids" not in vals:
            return super().write(vals)
        rest = {name: value for name, value in vals.items() if name != "event_ids"}
        commands = vals["event_ids"] or []
        if any(command[0] != Command.CREATE for command in commands):
            self._check_writable({"event_ids": commands}, self._packing_fields())
        result = super().write(rest) if rest else True
        self.env["logistics.parcel.event"].create(
            [{**command[2], "parcel_id": parcel.id} for parcel in self for command in commands])
        return result

    @api.depends("promised_date", "delivered_date")
    def _compute_punctuality(self):
        for parcel in self:
            if not parcel.delivered_date:
                parcel.punctuality = False
            else:
                parcel.punctuality = "none" if not parcel.promised_date else "in_time" if parcel.delivered_date <= parcel.promised_date else "late"

    @api.depends("carrier_id", "tracking")
    def _compute_tracking_link(self):
        for parcel in self:
            address = parcel.carrier_id.sudo().tracking_url  # sudo: who sees the parcel may follow it
            parcel.tracking_link = address.replace("<shipmenttrackingnumber>", parcel.tracking) if address and parcel.tracking else False

    def _follow_events(self):
        """Write the state that all messages lead to, and the day of the delivery; called by new messages. A cancelled parcel stays so."""
        for parcel in self.filtered(lambda parcel: parcel.state != "cancelled"):
            now = "label_created" if parcel.tracking or parcel.shipped_date else "draft"
            delivered = False
            for event in parcel.event_ids.sorted(lambda event: (event.time, event.id)):
                after = state_after(now, [event.state] if event.state else [])
                if after == "delivered" != now:
                    delivered = parcel.company_id._dealer_local(event.time).date()
                now = after
            parcel.write({"state": now, "delivered_date": delivered})

    def _promise(self, transit_days, working_days=False):
        """Keep the day by which the parcel should arrive.

        :param transit_days: [min, max] of the tariff's zone, or None. :param working_days: whether the zone counts working days;
            a carrier may count them everywhere.
        """
        for parcel in self.filtered("shipped_date"):
            working = working_days or parcel.carrier_id.transit_working_days
            holidays = parcel._holidays() if working and transit_days else ()
            parcel.promised_date = promised_date(parcel.shipped_date, transit_days[1], working, holidays) if transit_days else False

    def _holidays(self):
        """Give the public holidays around a shipment: the days without work of all people, as the company's calendar keeps them.

        :return: set of dates in the company's time zone.
        """
        company, first = self.company_id, self.shipped_date
        leaves = self.env["resource.calendar.leaves"].sudo().search([  # sudo: whoever ships reads no calendars
            ("resource_id", "=", False), ("company_id", "in", (company.id, False)), ("calendar_id", "in", (company.resource_calendar_id.id, False)),
            ("date_to", ">=", company._dealer_utc(first)), ("date_from", "<", company._dealer_utc(first + timedelta(days=HOLIDAY_HORIZON)))])
        days = set()
        for leave in leaves:
            day, last = (company._dealer_local(moment).date() for moment in (leave.date_from, leave.date_to - timedelta(seconds=1)))
            while day <= last:
                days.add(day)
                day += timedelta(days=1)
        return days

    def action_cancel(self):
        """Cancel parcels that have not left; their waybill numbers are free again.

        :return: True.
        :raises UserError: for a parcel that has shipped.
        """
        self.check_access("write")
        for parcel in self:
            if parcel.shipped_date:
                raise UserError(self.env._("Parcel %s has shipped: record what happened to it instead.", parcel.display_name))
        self.sudo().write({"state": "cancelled"})  # sudo: the state is written by methods alone
        return True

    @api.model
    def import_tracking(self, rows):
        """Take messages of carriers' systems; the same message again changes nothing.

        :param rows: list of dicts: ``carrier`` (code) and ``tracking``; ``time`` ISO text (China time unless it names a zone);
            ``code`` (the code of a query service such as ``"3"``) or ``state`` (ours, such as ``"delivered"``); optionally
            ``place`` and ``text``.
        :return: list, one dict per row: ``status`` stored | known | unknown_parcel | bad_row, ``message``, and for the first two
            ``parcel_id`` and ``state``.
        :raises AccessError: without the role after-sale service or warehouse.
        """
        if not any(self.env.user.has_group(group) for group in TRACKERS):
            raise AccessError(self.env._("Tracking messages are taken from after-sale service and the warehouse."))
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            raise UserError(self.env._("Tracking messages are a list of at most %s rows.", MOST_ROWS))
        read = [self._read_message(row) for row in rows]
        parcels = self._parcels_by_number({entry["key"] for entry in read if "key" in entry})
        found = self.browse([parcel.id for parcel in parcels.values()])
        known = {
            (event.parcel_id.id, event.time, event.raw_code)
            for event in self.env["logistics.parcel.event"].search([("parcel_id", "in", found.ids)])}
        out, new = [], []
        for entry in read:
            parcel = parcels.get(entry.get("key"))
            if "error" in entry:
                out.append({"status": "bad_row", "message": entry["error"]})
            elif not parcel:
                out.append({"status": "unknown_parcel", "message": self.env._(
                    "%(carrier)s has no parcel with the number %(number)s here.", carrier=entry["key"][0], number=entry["key"][1])})
            else:
                key = (parcel.id, entry["vals"]["time"], entry["vals"]["raw_code"])
                out.append({"status": "known" if key in known else "stored", "message": "", "parcel_id": parcel.id})
                if key not in known:
                    known.add(key)
                    new.append({**entry["vals"], "parcel_id": parcel.id, "source": "import"})
        try:
            self.env["logistics.parcel.event"].sudo().create(new)  # sudo: the code and source of a message are not typed
        except psycopg2.errors.UniqueViolation as error:  # two senders of the same message at once: the later request runs again and knows it
            raise ConcurrencyError(str(error)) from error
        for row in out:
            if "parcel_id" in row:
                row["state"] = self.browse(row["parcel_id"]).state
        return out

    def _read_message(self, row):
        """:return: dict ``key`` (carrier code, number) and ``vals`` of the message, or ``error``."""
        if not isinstance(row, dict) or row.keys() - ROW_KEYS:
            return {"error": self.env._("A tracking message has the keys %s.", ", ".join(sorted(ROW_KEYS)))}
        number = tracking_of(row.get("tracking"))
        if not row.get("carrier") or not number:
            return {"error": self.env._("A tracking message names its carrier and waybill number.")}
        time = _utc(row.get("time"))
        if not time or time > fields.Datetime.now() + timedelta(days=1):
            return {"error": self.env._("%s is no time of a tracking message: write 2026-03-02 15:04:05.", row.get("time"))}
        code, state = str(row.get("code") or ""), row.get("state") or ""
        state = state or KUAIDI100.get(code, "")
        if state and state not in TOLD or not (code or state):
            return {"error": self.env._("%s is no state of a parcel.", state or row.get("state") or "")}
        text = str(row.get("text") or "")[:500]
        # Two messages of one second with one code differ in their text.
        raw = code or state
        return {"key": (str(row["carrier"]).upper(), number), "vals": {
            "time": time, "state": state or False, "raw_code": raw if not text else f"{raw}#{hashlib.sha256(text.encode()).hexdigest()[:8]}",
            "place": str(row.get("place") or "")[:200], "text": text}}

    def _parcels_by_number(self, keys):
        """:return: dict (carrier code, number) -> parcel of the user's companies."""
        parcels = self.search([("tracking", "in", [number for _carrier, number in keys]), ("state", "!=", "cancelled")])
        return {((parcel.carrier_id.dealer_code or "").upper(), parcel.tracking): parcel for parcel in parcels}


def _utc(text):
    """:return: naive UTC datetime of an ISO text, China time unless it names a zone; None when it is no time."""
    try:
        time = datetime.fromisoformat(str(text or "").strip().replace("/", "-"))
    except ValueError:
        return None
    if time.tzinfo is None:
        time = pytz.timezone("Asia/Shanghai").localize(time)
    return time.astimezone(UTC).replace(tzinfo=None, microsecond=0)
