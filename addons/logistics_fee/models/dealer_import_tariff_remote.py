from dataclasses import replace

from odoo import models

from odoo.addons.dealer_base.money import yuan

from ..tariff import Surcharge
from ..tariff.units import MICRO_PER_FEN
from .dealer_import_tariff_surcharges import REMOTE_OPTION, REMOTE_ORDER, is_remote


class DealerImportTariffRemote(models.AbstractModel):
    """Remote areas of a tariff (layouts/remote.py): the list replaces the surcharges of the list before, and says where nothing
    is delivered."""

    _name = "dealer.import.tariff_remote"
    _inherit = "logistics.tariff.amendment"
    _description = "Tariff: remote areas"

    def _amended(self, base, cells, rows):
        amounts, barred, open_again = {}, set(), set()
        for row in rows:
            for code in cells[row.number]:
                if row.record.served:
                    amounts.setdefault(row.record.fee_fen, []).append(code)
                    open_again.add(code)
                else:
                    barred.add(code)
        old = [surcharge for surcharge in base.surcharges if is_remote(surcharge) or self._waits(surcharge)]
        order = min((surcharge.order for surcharge in old), default=REMOTE_ORDER)
        name = self.env._("Remote area surcharge")
        new, names = [], {}
        for fee, codes in sorted(amounts.items()):
            code = "remote" if len(amounts) == 1 else f"remote:{yuan(fee)}"
            names[code] = name
            new.append(Surcharge(
                code, "fixed", order, "shipment", (("per", "shipment"), ("value", fee * MICRO_PER_FEN)),
                (("divisions", tuple(sorted(codes))),)))
        kept = [surcharge for surcharge in base.surcharges if surcharge not in old]
        source = replace(base, not_served=tuple(sorted((set(base.not_served) - open_again) | barred)))
        return self._with_surcharges(source, [*kept, *new]), names

    def _waits(self, surcharge):
        """Whether a surcharge of a price sheet was waiting for this list."""
        return surcharge.code == "remote" and dict(surcharge.when).get("option") == REMOTE_OPTION
