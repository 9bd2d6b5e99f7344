import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tariff.matching import USUAL_FORMS, tracking_of

# Numbers of one delivery, written into one field.
SEPARATORS = re.compile(r"[,，;；、\n]+")



class DeliveryCarrier(models.Model):
    """What the waybill numbers of a carrier look like; a number of another form is refused with an example."""

    _inherit = "delivery.carrier"

    waybill_pattern = fields.Char(
        string="Form of its waybill numbers", help="Regular expression for the whole number, such as SF[0-9]{13}; empty = 6 to 40 letters and digits.")
    waybill_example = fields.Char(string="Example of a waybill number", help="Shown to whoever types a number of another form.")
    transit_working_days = fields.Boolean(string="Promise counts working days", help="Saturdays and Sundays do not count in the time of its tariff.")

    has_usual_form = fields.Boolean(compute="_compute_has_usual_form", export_string_translation=False)

    @api.depends("dealer_code", "waybill_pattern")
    def _compute_has_usual_form(self):
        for carrier in self:
            carrier.has_usual_form = (carrier.dealer_code or "").upper() in USUAL_FORMS and not carrier.waybill_pattern

    def action_usual_form(self):
        """Take the usual form of the carrier's waybill numbers; it can be changed or emptied again.

        :return: True.
        :raises UserError: for a carrier whose form is not known.
        """
        self.check_access("write")
        for carrier in self:
            form = USUAL_FORMS.get((carrier.dealer_code or "").upper())
            if not form:
                raise UserError(self.env._("No usual form of waybill numbers is known for %s: enter it with an example.", carrier.name))
            carrier.write({"waybill_pattern": form[0], "waybill_example": form[1]})
        return True

    @api.constrains("waybill_pattern", "waybill_example")
    def _check_waybill_pattern(self):
        for carrier in self.filtered("waybill_pattern"):
            try:
                pattern = re.compile(carrier.waybill_pattern)
            except re.error as error:
                raise ValidationError(self.env._(
                    "%(carrier)s: %(pattern)s is no regular expression (%(error)s).",
                    carrier=carrier.name, pattern=carrier.waybill_pattern, error=error)) from None
            if not carrier.waybill_example or not pattern.fullmatch(carrier.waybill_example):
                raise ValidationError(self.env._(
                    "%(carrier)s: give an example of a waybill number that has the form %(pattern)s.", carrier=carrier.name, pattern=carrier.waybill_pattern))

    def _waybill(self, text):
        """Read a waybill number as a person or a file wrote it.

        :param text: the number; spaces, full-width digits and small letters are put right.
        :return: the number in its one spelling.
        :raises UserError: naming the number and an example when it is none of this carrier.
        """
        number = tracking_of(text)
        if number and (not self.waybill_pattern or re.fullmatch(self.waybill_pattern, number)):
            return number
        if self.waybill_example:
            raise UserError(self.env._(
                "%(number)s is no waybill number of %(carrier)s: it looks like %(example)s. Copy it from the label.",
                number=text, carrier=self.name, example=self.waybill_example))
        raise UserError(self.env._(
            "%s is no waybill number: copy it from the carrier's label (6 to 40 letters and digits, one number).", text))

    def _waybills(self, text):
        """Read all waybill numbers of a delivery.

        :param text: numbers, separated by commas or on lines of their own.
        :return: list of numbers in their one spelling, each once.
        :raises UserError: as :meth:`_waybill`.
        """
        return list(dict.fromkeys(self._waybill(part) for part in SEPARATORS.split(text or "") if part.strip()))
