/** @odoo-module **/
// The logistics screens by the people who use them. All selectors are ids and field names, so the language does not matter.
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");

function press(method, extra = "") {
    return { content: `press ${method}`, trigger: `.o_form_view button[name='${method}']${extra}`, run: "click" };
}

function sure() {
    return { content: "sure", trigger: ".modal .modal-footer .btn-primary", run: "click" };
}

function state(value) {
    return { content: `now it is ${value}`, trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${value}']` };
}

/** Put a sheet that the test serves into the field "file". */
function upload(name) {
    return [
        {
            content: `upload ${name}`,
            trigger: ".o_field_widget[name='file'] .o_select_file_button",
            async run() {
                const answer = await fetch(`/logistics_tour/${name}`);
                const file = new File([await answer.blob()], name);
                await inputFiles(".o_field_widget[name='file'] input.o_input_file", [file]);
            },
        },
        { content: "it is there", trigger: ".o_field_widget[name='file'] .o_clear_file_button" },
    ];
}

tours.add("logistics_tariff_import", {
    steps: () => [
        { content: "new import", trigger: ".o_list_button_add", run: "click" },
        ...upload("tariff.xlsx"),
        press("action_check", ".btn-primary"),
        state("checked"),
        { content: "no error", trigger: ".o_field_widget[name='error_count']:contains('0')" },
        { content: "what changes", trigger: ".nav-link[name='notes']", run: "click" },
        { content: "it says so", trigger: ".o_field_widget[name='notes']" },
        press("action_import"),
        sure(),
        state("done"),
        press("action_open_result"),
        { content: "the draft", trigger: ".o_list_view .o_data_row td[name='contract_id']", run: "click" },
        { content: "the draft's prices", trigger: ".o_form_view .o_field_widget[name='zone_ids'] .o_data_row" },
        state("draft"),
        press("action_check", ".btn-primary"),
        { content: "all districts of Sichuan have a price", trigger: ".o_form_view .o_field_widget[name='priced']" },
        { content: "without an error", trigger: ".o_form_view .o_field_widget[name='error_count']:contains('0')" },
        { content: "the maker cannot put it in force", trigger: ".o_form_view:not(:has(button[name='action_activate']))" },
    ],
});

tours.add("logistics_tariff_activate", {
    steps: () => [
        { content: "open the draft", trigger: ".o_data_row:has(.text-bg-info) td[name='contract_id']", run: "click" },
        { content: "review it", trigger: ".o_form_view button[name='action_open_report'].btn-primary", run: "click" },
        press("action_activate"),
        sure(),
        state("active"),
    ],
});

tours.add("logistics_bill_enter", {
    steps: () => [
        { content: "new bill", trigger: ".o_list_button_add", run: "click" },
        { content: "find the carrier", trigger: ".o_field_widget[name='carrier_id'] input", run: "edit T-SF" },
        { content: "take it", trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(T-SF) > a", run: "click" },
        ...upload("bill.xlsx"),
        press("action_check"),
        { content: "columns were guessed", trigger: ".o_form_view button[name='action_open_mapping']" },
        press("action_confirm_columns"),
        sure(),
        press("action_import"),
        { content: "lines are in", trigger: ".o_form_view button[name='action_open_lines']:contains('4')" },
        press("action_match", ".btn-primary"),
        state("matched"),
        press("action_open_lines"),
        { content: "not by cause", trigger: ".o_list_view .o_facet_remove", run: "click" },
        { content: "who was billed too much", trigger: ".o_list_view .o_data_row:has(td[name='number']:contains('SF0000000002')) button[name='action_dispute']", run: "click" },
        { content: "in dispute", trigger: ".o_list_view .o_data_row:has(td[name='number']:contains('SF0000000002')) td[name='decision'] .text-bg-danger" },
        { content: "an unknown number", trigger: ".o_list_view .o_data_row:has(td[name='number']:contains('SF0000000099')) button[name='action_dispute']", run: "click" },
        { content: "the unknown number too", trigger: ".o_list_view .o_data_row:has(td[name='number']:contains('SF0000000099')) td[name='decision'] .text-bg-danger" },
        { content: "back to the bill", trigger: ".o_breadcrumb .o_back_button, .breadcrumb .o_back_button", run: "click" },
        { content: "nothing to decide", trigger: ".o_form_view .o_field_widget[name='open_count']:contains('0')" },
    ],
});

tours.add("logistics_bill_approve", {
    steps: () => [
        { content: "open the bill", trigger: ".o_data_row:contains(T-SF) td[name='name']", run: "click" },
        { content: "what is paid", trigger: ".o_form_view .o_field_widget[name='payable']:contains('96.00')" },
        press("action_approve"),
        state("approved"),
    ],
});

tours.add("logistics_bill_invoice", {
    steps: () => [
        { content: "open the bill", trigger: ".o_data_row:contains(T-SF) td[name='name']", run: "click" },
        press("action_send_disputes"),
        press("action_invoice", ".btn-primary"),
        { content: "the vendor bill", trigger: ".o_form_view .o_field_widget[name='tax_totals']:contains('96.00')" },
    ],
});

tours.add("logistics_parcel_follow", {
    steps: () => [
        { content: "open the parcel", trigger: ".o_data_row:contains(SF0000000001) td[name='tracking']", run: "click" },
        state("label_created"),
        { content: "its messages", trigger: ".nav-link[name='events']", run: "click" },
        { content: "a message", trigger: ".o_field_widget[name='event_ids'] .o_field_x2many_list_row_add button, .o_field_widget[name='event_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "what happened", trigger: ".modal .o_field_widget[name='state'] input", run: "click" },
        { content: "delivered", trigger: ".o_select_menu_item:contains('已签收')", run: "click" },
        { content: "where", trigger: ".modal .o_field_widget[name='place'] input", run: "edit 成都武侯" },
        { content: "the message is complete", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "it is in the list", trigger: ".o_field_widget[name='event_ids'] .o_data_row:contains('成都武侯')" },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        state("delivered"),
        { content: "the message is kept", trigger: ".o_field_widget[name='event_ids'] .o_data_row:contains('成都武侯')" },
        { content: "in time", trigger: ".o_field_widget[name='punctuality'] .text-bg-success" },
    ],
});

tours.add("logistics_on_time", {
    steps: () => [
        { content: "the pivot", trigger: ".o_pivot table:contains('T-SF')" },
        { content: "as a list", trigger: ".o_switch_view.o_list", run: "click" },
        { content: "the parcel", trigger: ".o_data_row:contains('SF0000000001')" },
    ],
});
