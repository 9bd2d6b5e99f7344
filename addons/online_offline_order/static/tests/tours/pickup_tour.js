import { registry } from "@web/core/registry";

// Journey J9 in the browser: service enters the deposit order, the warehouse ships, the store hands it out on the page of the order.
const tours = registry.category("web_tour.tours");

function choose(field, text, scope = "") {
    return [
        { trigger: `${scope} .o_field_widget[name=${field}] input`, run: `edit ${text}` },
        { trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`, run: "click" },
    ];
}

function state(value) {
    return { trigger: `.o_statusbar_status button.o_arrow_button_current[data-value=${value}]` };
}

tours.add("dealer_deposit_enter", {
    url: "/odoo/dealer-orders-draft",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        ...choose("partner_id", "Test Store 1A", ".o_dealer_order"),
        { trigger: ".o_field_widget[name=account_partner_id]:contains(Test Dealer One)" },
        { trigger: ".o_field_widget[name=dealer_mode] input[data-value=store]", run: "click" },
        { trigger: ".o_field_widget[name=is_deposit_order] input", run: "click" },
        { trigger: ".o_field_widget[name=deposit_amount] input", run: "edit 200" },
        { trigger: ".o_field_widget[name=consumer_name] input", run: "edit 李四" },
        { trigger: ".o_field_widget[name=consumer_phone] input", run: "edit 13800000002" },
        { trigger: ".o_field_widget[name=consumer_consent] input", run: "click" },
        { trigger: ".o_field_widget[name=customer_remark] textarea", run: "edit 请用礼盒包装" },
        { trigger: ".o_field_widget[name=order_line] .o_field_x2many_list_row_add button, .o_field_widget[name=order_line] .o_field_x2many_list_row_add a", run: "click" },
        ...choose("product_id", "Test coat", ".o_selected_row"),
        { trigger: ".o_selected_row .o_field_widget[name=product_uom_qty] input", run: "edit 2" },
        { trigger: ".o_dealer_order .o_form_sheet .oe_title", run: "click" },
        { trigger: ".o_dealer_quotes:contains(47.00)" },
        ...choose("carrier_id", "T-SF", ".o_dealer_order"),
        { trigger: ".o_field_widget[name=rest_amount]:contains(998.00)" },
        { trigger: ".o_field_widget[name=money_text]:contains(680.00)" },
        { trigger: "button[name=action_submit]", run: "click" },
        state("submitted"),
        { trigger: "button[name=action_print_receipt]" },
    ],
});

tours.add("dealer_deposit_ship", {
    url: "/odoo/dealer-deliveries",
    steps: () => [
        { trigger: ".o_data_row:contains(Test Store 1A) td[name=name]", run: "click" },
        { trigger: ".o_dealer_delivery .o_field_widget[name=customer_remark]:contains(礼盒)" },
        { trigger: ".o_dealer_delivery .o_field_widget[name=carrier_tracking_ref] input", run: "edit SF1234567890" },
        { trigger: "button[name=button_validate]", run: "click" },
        state("done"),
        { trigger: ".o_dealer_delivery .o_field_widget[name=captured_amount]:contains(680.00)" },
    ],
});

tours.add("dealer_deposit_store", {
    steps: () => [
        { trigger: ".o_dealer_pickup td[name=rest]:contains(998.00)" },
        { trigger: ".o_dealer_pickup button[value=arrived]", run: "click", expectUnloadPage: true },
        { trigger: ".o_dealer_pickup button[value=told]", run: "click", expectUnloadPage: true },
        { trigger: ".o_dealer_pickup_note.alert-info:contains(998.00)" },
        { trigger: "#pickup_code", run: "edit 271828" },
        { trigger: "#pickup_collected", run: "edit 998" },
        { trigger: ".o_dealer_pickup button[value=picked_up]", run: "click", expectUnloadPage: true },
        { trigger: ".o_dealer_pickup_note.alert-danger:contains(4)" },
        { trigger: "#pickup_code", run: "edit 314159" },
        { trigger: "#pickup_collected", run: "edit 900" },
        { trigger: ".o_dealer_pickup button[value=picked_up]", run: "click", expectUnloadPage: true },
        { trigger: ".o_dealer_pickup_note.alert-danger:contains(998.00):contains(900.00)" },
        { trigger: "#pickup_code", run: "edit 314159" },
        { trigger: "#pickup_collected", run: "edit 998.00" },
        { trigger: ".o_dealer_pickup button[value=picked_up]", run: "click", expectUnloadPage: true },
        { trigger: ".o_dealer_pickup:not(:has(button[value=picked_up])) .badge" },
    ],
});
