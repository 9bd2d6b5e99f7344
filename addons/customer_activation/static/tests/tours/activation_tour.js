// Journeys J1, J2 and J20. All selectors are ids and field names, so the language does not matter.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function press(method) {
    return { content: `press ${method}`, trigger: `.o_form_view button[name=${method}]:enabled`, run: "click" };
}

function state(value) {
    return { content: `now it is ${value}`, trigger: `.o_statusbar_status button.o_arrow_button_current[data-value=${value}]`, timeout: 30000 };
}

function open(text) {
    return { content: `open ${text}`, trigger: `.o_list_view .o_data_row:contains(${text}) .o_data_cell`, run: "click" };
}

function type(field, text) {
    return { content: `${field} ${text}`, trigger: `.o_form_view .o_field_widget[name=${field}] input`, run: `edit ${text}` };
}

/** Answer a line of the checklist: click the cell, then type. The first click on a cell with a box ticks it already; a second one would clear it. */
function answer(row, field, text) {
    const cell = `.o_field_widget[name=line_ids] .o_data_row:nth-child(${row}) td[name=${field}]`;
    return [
        { content: `line ${row}`, trigger: cell, run: "click" },
        text
            ? { content: `${field} ${text}`, trigger: `${cell} input`, run: `edit ${text}` }
            : { content: `${field} is ticked`, trigger: `${cell} input:checked` },
    ];
}

tours.add("activation_nominate", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=partner_id] input", run: "edit Store 9A" },
        { trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(Store 9A)", run: "click" },
        type("contact_name", "周婷"),
        type("phone", "138 0000 0909"),
        ...answer(1, "value_score", "10"),
        ...answer(2, "value_amount", "900000"),
        ...answer(3, "value_yes"),
        ...answer(4, "value_yes"),
        { trigger: ".o_form_sheet .oe_title", run: "click" },
        { content: "too little is red", trigger: ".o_field_widget[name=line_ids] .o_data_row.text-danger:nth-child(2)" },
        press("action_submit"),
        { content: "and wants a reason", trigger: ".modal.o_error_dialog, .modal .o_error_dialog, .modal:has(.btn-primary)" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "the message is gone: until then the form is not the active element", trigger: "body:not(:has(.modal))" },
        ...answer(2, "value_amount", "1200000"),
        { trigger: ".o_form_sheet .oe_title", run: "click" },
        { content: "enough", trigger: ".o_field_widget[name=line_ids]:not(:has(.o_data_row.text-danger))" },
        press("action_submit"),
        state("submitted"),
    ],
});

tours.add("activation_nomination_hq", {
    steps: () => [open("Store 9A"), state("submitted"), press("action_approve_hq"), state("hq_approved")],
});

tours.add("activation_nomination_ops", {
    steps: () => [
        open("Store 9A"),
        state("hq_approved"),
        press("action_approve"),
        state("approved"),
        { content: "no link before the account is open", trigger: ".o_form_view:not(:has(.o_field_widget[name=invite_url]))" },
    ],
});

tours.add("activation_nomination_link", {
    steps: () => [
        state("invited"),
        { trigger: ".o_form_view .nav-link[name=approvals]", run: "click" },
        { trigger: ".o_field_widget[name=invite_url]:contains(/activate/)" },
        { trigger: ".o_field_widget[name=invite_qr] img" },
    ],
});

tours.add("activation_confirm_registration", {
    steps: () => [
        open("13800000001"),
        { trigger: ".o_form_view .o_field_widget[name=partner_id] input:value(Store 1A)" },
        press("action_confirm"),
        { content: "the customer with his link", trigger: ".o_form_view button[name=action_revoke_invite]", timeout: 30000 },
        { content: "waits", trigger: ".o_field_widget[name=account_state] .text-bg-warning" },
        { content: "the QR code to show", trigger: ".o_field_widget[name=invite_qr] img" },
    ],
});

tours.add("activation_first_login", {
    steps: () => [
        { trigger: "input[name=password]", run: "edit own-password" },
        { trigger: "input[name=again]", run: "edit own-password" },
        { trigger: ".oe_signup_form button[type=submit]", run: "click", expectUnloadPage: true },
        { content: "in the portal", trigger: ".o_portal_my_home, .o_portal" },
    ],
});

tours.add("activation_rates", {
    steps: () => [
        { content: "all", trigger: ".o_data_row:contains(80.00):contains(45.00):contains(50):contains(40):contains(18)" },
        { content: "rep 1", trigger: ".o_data_row:contains(90.00):contains(48.15)" },
        { content: "rep 2", trigger: ".o_data_row:contains(65.00):contains(38.46)" },
        { content: "definitions under it", trigger: ".o_form_sheet .text-muted strong" },
        { content: "who is not activated", trigger: ".o_data_row:contains(80.00) button[name=action_waiting]", run: "click" },
        { content: "the ten", trigger: ".o_list_view .o_data_row:nth-child(10)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:nth-child(11)))" },
    ],
});

tours.add("activation_call_back", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row .o_data_cell", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=visited] input[data-value=no], .o_form_view .o_field_widget[name=visited] input:last", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=same_reason] input[data-value=yes], .o_form_view .o_field_widget[name=same_reason] input:first", run: "click" },
        type("speech", "9"),
        type("knowledge", "9"),
        type("attitude", "9"),
        press("action_done"),
        state("done"),
        { content: "the visit was denied", trigger: ".o_field_widget[name=score]:contains(0)" },
    ],
});
