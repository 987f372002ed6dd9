// SPDX-License-Identifier: Apache-2.0

extension FieldKind {
    /// The kind in one stable word: `text`, `longText`, `date`, `number`, `whole`, `latitude`, `longitude`, `checkbox`,
    /// `picklist`, `lookup:organisation`, `lookup:user` or `lookup:person`.
    public var code: String {
        switch self {
        case .text: "text"
        case .longText: "longText"
        case .date: "date"
        case .number(let whole): whole ? "whole" : "number"
        case .latitude: "latitude"
        case .longitude: "longitude"
        case .checkbox: "checkbox"
        case .picklist: "picklist"
        case .lookup(let what): "lookup:\(what.rawValue)"
        }
    }
}
