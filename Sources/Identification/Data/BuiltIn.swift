// SPDX-License-Identifier: Apache-2.0

/// Made by Scripts/list-built-in.py: the data files that are compiled in.
enum BuiltIn {
    static var atoms: [UInt8] { PackageResources.atoms_json }
    static var mapping: [UInt8] { PackageResources.mapping_json }
    static let definitions: [(name: String, bytes: [UInt8])] = [
        ("palermo-2000-art3.json", PackageResources.palermo_2000_art3_json),
        ("coe-cets197-art4.json", PackageResources.coe_cets197_art4_json),
        ("eu-2011-36-art2.json", PackageResources.eu_2011_36_art2_json),
        ("eu-2011-36-as-amended-2024-1712.json", PackageResources.eu_2011_36_as_amended_2024_1712_json),
        ("us-tvpa-22usc7102-sex.json", PackageResources.us_tvpa_22usc7102_sex_json),
        ("us-tvpa-22usc7102-labor.json", PackageResources.us_tvpa_22usc7102_labor_json),
        ("lk-penalcode-360C.json", PackageResources.lk_penalcode_360C_json),
        ("vn-penalcode-150.json", PackageResources.vn_penalcode_150_json),
        ("vn-penalcode-151.json", PackageResources.vn_penalcode_151_json),
        ("vn-law-53-2024-art2.json", PackageResources.vn_law_53_2024_art2_json),
        ("ph-ra9208.json", PackageResources.ph_ra9208_json),
        ("tl-penalcode-163.json", PackageResources.tl_penalcode_163_json),
        ("bf-trafficking.json", PackageResources.bf_trafficking_json),
        ("org-internal-prenatal-sale.json", PackageResources.org_internal_prenatal_sale_json),
    ]
    static let instruments: [(name: String, bytes: [UInt8])] = [
        ("ahtst.json", PackageResources.ahtst_json),
        ("full-interview.json", PackageResources.full_interview_json),
        ("ilo-11.json", PackageResources.ilo_11_json),
        ("ilo-delphi-adult-labour.json", PackageResources.ilo_delphi_adult_labour_json),
        ("ilo-delphi-child-labour.json", PackageResources.ilo_delphi_child_labour_json),
        ("needs-assessment.json", PackageResources.needs_assessment_json),
        ("otip-clues.json", PackageResources.otip_clues_json),
        ("paper-checklist.json", PackageResources.paper_checklist_json),
        ("qyit.json", PackageResources.qyit_json),
        ("raft.json", PackageResources.raft_json),
        ("risk-assessment.json", PackageResources.risk_assessment_json),
        ("safety-plan.json", PackageResources.safety_plan_json),
        ("tvit-long.json", PackageResources.tvit_long_json),
        ("tvit-short.json", PackageResources.tvit_short_json),
        ("unodc-observation.json", PackageResources.unodc_observation_json),
    ]
}
