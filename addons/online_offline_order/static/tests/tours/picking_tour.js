import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function answer(text) {
    return [
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: `edit ${text}` },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ];
}

tours.add("dealer_part_ask", {
    url: "/odoo/dealer-deliveries",
    steps: () => [
        { trigger: ".o_data_row td[name=name]", run: "click" },
        { trigger: "button[name=action_assign]", run: "click" },
        { trigger: "button[name=action_open_ask_partial]", timeout: 30000 },
        { trigger: ".o_dealer_delivery .o_field_widget[name=carrier_tracking_ref] input", run: "edit SF6000000001" },
        { trigger: "button[name=action_open_ask_partial]", run: "click" },
        ...answer("缺一件，下周到货"),
        { trigger: ".o_dealer_delivery .o_field_widget[name=partial_text]:contains(1)" },
    ],
});

tours.add("dealer_part_release", {
    url: "/odoo/dealer-parts",
    steps: () => [
        { trigger: ".o_data_row td[name=name]", run: "click" },
        { trigger: "button[name=action_open_release_partial]", run: "click" },
        ...answer("门店同意先发一件"),
        { trigger: "button[name=action_open_refuse_partial]" },
    ],
});

tours.add("dealer_part_ship", {
    url: "/odoo/dealer-deliveries",
    steps: () => [
        { trigger: ".o_data_row td[name=name]", run: "click" },
        { trigger: "button[name=button_validate]", run: "click" },
        { trigger: ".o_dealer_delivery .o_field_widget[name=captured_amount]:contains(340.00)", timeout: 30000 },
    ],
});

tours.add("dealer_manifest", {
    url: "/odoo/dealer-manifests",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_dealer_manifest .o_field_widget[name=carrier_id] input", run: "edit T-SF" },
        { trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(T-SF)", run: "click" },
        { trigger: ".o_dealer_manifest .o_field_widget[name=driver_name] input", run: "edit 王师傅" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_fill]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(SF6000000001)" },
        { trigger: "button[name=action_open_scan]", run: "click" },
        { trigger: ".modal .o_field_widget[name=codes] textarea", run: "edit SF6000000001" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".modal .alert-success" },
        { trigger: ".modal button.btn-close, .modal button[special=cancel]", run: "click" },
        { trigger: ".o_field_widget[name=parcel_count]:contains(1)" },
    ],
});

tours.add("dealer_arrival", {
    url: "/odoo/dealer-arrivals",
    steps: () => [
        { trigger: ".o_data_row td[name=name]", run: "click" },
        { trigger: "button[name=action_open_received]", run: "click" },
        { trigger: ".modal .o_field_widget[name=note] input", run: "edit 李女士电话确认" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_dealer_order .o_statusbar_status button.o_arrow_button_current[data-value=received]", timeout: 30000 },
    ],
});
