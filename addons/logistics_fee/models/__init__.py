from . import (  # models below inherit from these
    logistics_draft_part,
    logistics_surcharge_condition,
    logistics_tariff_terms,
)
from . import (
    choose_delivery_carrier,
    dealer_import_job,
    delivery_carrier,
    logistics_contract,
    logistics_contract_version,
    logistics_fee_rule,
    logistics_parcel,
    logistics_quote,
    logistics_quoting,
    logistics_tariff_import,
    res_company,
)
from . import (  # these build on models above
    dealer_import_tariff_band_matrix,
    dealer_import_tariff_first_continue,
    dealer_import_tariff_flat,
    dealer_import_tariff_weights_down,
    logistics_band,
    logistics_surcharge,
    logistics_surcharge_tier,
    logistics_weight_step,
    logistics_zone,
    logistics_zone_line,
)
