/** @odoo-module **/
// Journey J11 in the browser: one tour per person. All selectors are ids and field names, so the language does not matter.
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const MENU = "online_offline_order.menu_return_";

function openMenu(leaf) {
    return [
        stepUtils.showAppsMenuItem(),
        { content: "open the application", trigger: ".o_app[data-menu-xmlid='dealer_base.menu_dealer_root']", run: "click" },
        { content: "open After-sales", trigger: ".o_menu_sections [data-menu-xmlid='dealer_base.menu_aftersales']", run: "click" },
        { content: "open the list", trigger: `[data-menu-xmlid='${MENU}${leaf}']`, run: "click" },
    ];
}

function openRow() {
    return [
        { content: "open the return", trigger: ".o_list_view .o_data_row:has(td[name='reason_class']) td[name='order_id']", run: "click" },
        { content: "the form is there", trigger: ".o_form_view .o_field_widget[name='net_amount']" },
    ];
}

function press(method, state) {
    return [
        { content: `press ${method}`, trigger: `.o_form_statusbar button[name='${method}']`, run: "click" },
        { content: `now it is ${state}`, trigger: `.o_form_statusbar .o_arrow_button_current[data-value='${state}']` },
    ];
}

registry.category("web_tour.tours").add("dealer_return_request", {
    url: "/odoo",
    steps: () => [
        ...openMenu("requests"),
        { content: "the list of returns is there, no longer that of new orders", trigger: ".o_list_view th[data-name='reason_class']" },
        { content: "new return", trigger: ".o_list_button_add", run: "click" },
        { content: "find the order", trigger: ".o_field_widget[name='order_id'] input", run: "edit S0" },
        { content: "take it", trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(S0) > a", run: "click" },
        { content: "its goods are listed", trigger: ".o_field_widget[name='line_ids'] .o_data_row td[name='quantity']", run: "click" },
        { content: "one piece", trigger: ".o_field_widget[name='line_ids'] .o_data_row .o_field_widget[name='quantity'] input", run: "edit 1" },
        { content: "the reason", trigger: ".o_field_widget[name='reason'] input", run: "edit 尺码不合适" },
        { content: "the postage", trigger: ".o_field_widget[name='postage'] input", run: "edit 18" },
        { content: "leave the field", trigger: ".o_field_widget[name='reason'] input", run: "click" },
        { content: "the refund is shown before the submit", trigger: ".o_field_widget[name='net_amount']:contains('272.00')" },
        ...press("action_submit", "submitted"),
    ],
});

registry.category("web_tour.tours").add("dealer_return_approve", {
    url: "/odoo",
    steps: () => [...openMenu("requests"), ...openRow(), ...press("action_approve", "approved")],
});

registry.category("web_tour.tours").add("dealer_return_receive", {
    url: "/odoo",
    steps: () => [...openMenu("receive"), ...openRow(), ...press("action_receive", "received")],
});

registry.category("web_tour.tours").add("dealer_return_refund", {
    url: "/odoo",
    steps: () => [
        ...openMenu("refund"),
        ...openRow(),
        { content: "refund", trigger: ".o_form_statusbar button[name='action_refund']", run: "click" },
        { content: "sure", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "refunded", trigger: ".o_form_statusbar .o_arrow_button_current[data-value='refunded']" },
    ],
});

const settle = [
    { content: "what is open", trigger: ".o_field_widget[name='postage_open']:contains('2.50')" },
    { content: "charge it", trigger: ".o_form_statusbar button[name='action_charge_postage']", run: "click" },
    { content: "sure", trigger: ".modal .modal-footer .btn-primary", run: "click" },
];

registry.category("web_tour.tours").add("dealer_return_postage_first", {
    steps: () => [...settle, { content: "proposed", trigger: ".o_field_widget[name='postage_decision']:contains('向经销商收取'), .o_field_widget[name='postage_decision']:contains('Charge the dealer')" }],
});

registry.category("web_tour.tours").add("dealer_return_postage_second", {
    steps: () => [...settle, { content: "nothing is open any more", trigger: ".o_form_view:not(:has(.o_field_widget[name='postage_open'])) .o_field_widget[name='postage_settled_by']" }],
});
