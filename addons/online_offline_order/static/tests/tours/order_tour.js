import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Type into a many2one and take the only suggestion. */
function choose(field, text, scope = "") {
    return [
        { trigger: `${scope} .o_field_widget[name=${field}] input`, run: `edit ${text}` },
        { trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`, run: "click" },
    ];
}

function state(value) {
    return { trigger: `.o_statusbar_status button.o_arrow_button_current[data-value=${value}]` };
}

tours.add("dealer_order_enter", {
    url: "/odoo/dealer-orders-draft",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        ...choose("partner_id", "Test Store 1A", ".o_dealer_order"),
        { trigger: ".o_field_widget[name=account_partner_id]:contains(Test Dealer One)" },
        { trigger: ".o_field_widget[name=available_amount]:contains(5,000.00)" },
        { trigger: ".o_field_widget[name=consumer_name] input", run: "edit 张三" },
        { trigger: ".o_field_widget[name=consumer_phone] input", run: "edit 13800000001" },
        ...choose("consumer_division_id", "锦江", ".o_dealer_order"),
        { trigger: ".o_field_widget[name=consumer_street] input", run: "edit 春熙路1号" },
        { trigger: ".o_field_widget[name=consumer_consent] input", run: "click" },
        { trigger: ".o_field_widget[name=order_line] .o_field_x2many_list_row_add button, .o_field_widget[name=order_line] .o_field_x2many_list_row_add a", run: "click" },
        ...choose("product_id", "Test coat", ".o_selected_row"),
        { trigger: ".o_selected_row .o_field_widget[name=product_uom_qty] input", run: "edit 2" },
        { trigger: ".o_dealer_order .o_form_sheet .oe_title", run: "click" },
        { trigger: ".o_data_row .o_field_widget[name=stock_light] .text-bg-success" },
        { trigger: ".o_dealer_quotes:contains(47.00):contains(18.00):contains(17.00)" },
        ...choose("carrier_id", "T-SF", ".o_dealer_order"),
        { trigger: ".o_field_widget[name=money_text]:contains(600.00 + 48.00 + 32.00 = 680.00)" },
        { trigger: ".o_field_widget[name=margin_total]:contains(518.00)" },
        { trigger: "button[name=action_submit]", run: "click" },
        state("submitted"),
        { trigger: ".o_field_widget[name=available_amount]:contains(4,320.00)" },
    ],
});

tours.add("dealer_order_approve", {
    url: "/odoo/dealer-orders-review",
    steps: () => [
        { trigger: ".o_data_row:contains(Test Store 1A) td[name=name]", run: "click" },
        state("submitted"),
        { trigger: "button[name=action_approve]", run: "click" },
        state("approved"),
    ],
});

tours.add("dealer_order_ship", {
    url: "/odoo/dealer-deliveries",
    steps: () => [
        { trigger: ".o_data_row:contains(张三) td[name=name]", run: "click" },
        { trigger: ".o_dealer_delivery .o_field_widget[name=delivery_address]:contains(春熙路)" },
        { trigger: ".o_dealer_delivery .o_field_widget[name=carrier_tracking_ref] input", run: "edit SF1234567890" },
        { trigger: "button[name=button_validate]", run: "click" },
        state("done"),
        { trigger: ".o_dealer_delivery .o_field_widget[name=captured_amount]:contains(680.00)" },
    ],
});

tours.add("dealer_order_received", {
    url: "/odoo/dealer-orders-shipped",
    steps: () => [
        { trigger: ".o_data_row:contains(Test Store 1A) td[name=name]", run: "click" },
        { trigger: "button[name=action_open_received]", run: "click" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        state("received"),
    ],
});
