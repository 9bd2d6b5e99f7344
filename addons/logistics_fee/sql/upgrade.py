"""Statements of upgrades: what earlier releases stored in another shape. Versions that were in force are changed too, which
the ORM refuses for good reason; their text and checksum, by which prices are computed, stay as they are."""
from odoo.tools.sql import SQL, column_exists

from ..tariff.matching import USUAL_FORMS


def weight_steps(cr):
    """One step per version (19.0.1.0) becomes the first row of its table of steps."""
    if not column_exists(cr, "logistics_contract_version", "weight_step_g"):
        return
    cr.execute(SQL(
        """INSERT INTO logistics_weight_step (version_id, company_id, side, upto_g, is_open, step_g, create_uid, create_date, write_uid, write_date)
           SELECT id, company_id, side, 0, TRUE, weight_step_g, write_uid, write_date, write_uid, write_date
             FROM logistics_contract_version version
            WHERE weight_step_g > 0
              AND NOT EXISTS (SELECT 1 FROM logistics_weight_step step WHERE step.version_id = version.id)"""))


def not_served(cr):
    """Regions that are not delivered were lines of a zone; now the version names them. Zones made for them alone go."""
    cr.execute(SQL(
        """INSERT INTO logistics_version_not_served (version_id, division_id)
           SELECT DISTINCT zone.version_id, line.division_id
             FROM logistics_zone_line line JOIN logistics_zone zone ON zone.id = line.zone_id
            WHERE line.kind = 'not_served'
           ON CONFLICT DO NOTHING"""))
    cr.execute(SQL(
        """DELETE FROM logistics_zone zone
            WHERE zone.is_default IS NOT TRUE
              AND NOT EXISTS (SELECT 1 FROM logistics_band band WHERE band.zone_id = zone.id)
              AND EXISTS (SELECT 1 FROM logistics_zone_line line WHERE line.zone_id = zone.id)
              AND NOT EXISTS (SELECT 1 FROM logistics_zone_line line WHERE line.zone_id = zone.id AND line.kind != 'not_served')"""))
    cr.execute(SQL("DELETE FROM logistics_zone_line WHERE kind = 'not_served'"))


def promises(cr):
    """A zone with days promised them; since 19.0.1.1 a field says so, because a parcel may be promised for the same day."""
    cr.execute(SQL("UPDATE logistics_zone SET is_promised = TRUE WHERE transit_max > 0 AND is_promised IS NOT TRUE"))


def superseded(cr):
    """Quotes of a document that was quoted again in a later transaction."""
    cr.execute(SQL(
        """UPDATE logistics_quote quote SET is_superseded = TRUE
             FROM (SELECT res_model, res_id, side, max(create_date) AS last FROM logistics_quote WHERE res_id IS NOT NULL GROUP BY 1, 2, 3) newest
            WHERE quote.res_model = newest.res_model AND quote.res_id = newest.res_id AND quote.side = newest.side
              AND quote.create_date < newest.last AND quote.is_superseded IS NOT TRUE"""))


def lower_bounds(cr):
    """A first range entered by hand had no lower bound at all and was listed last."""
    cr.execute(SQL("UPDATE logistics_band SET from_g = 0 WHERE from_g IS NULL"))


def return_classes(cr):
    """The two reasons of the first release are the classes of returns themselves."""
    cr.execute(SQL("UPDATE logistics_fee_reason SET return_class = code WHERE code IN ('quality', 'non_quality') AND return_class IS NULL"))


def waybill_examples(cr):
    """Known carriers show an example of their waybill numbers where the company gave none."""
    for code, (_pattern, example) in USUAL_FORMS.items():
        cr.execute(SQL(
            "UPDATE delivery_carrier SET waybill_example = %s WHERE upper(dealer_code) = %s AND waybill_example IS NULL AND waybill_pattern IS NULL",
            example, code))
