// SPDX-License-Identifier: Apache-2.0

/// What everybody may know of an organisation: what may be told of it, and its open services.
///
/// It is known by its open services alone. Who gives sheltered services only is not there, and of who gives both, the
/// sheltered ones are not among its services.
struct PublicOrganization: Sendable {
    let id: String
    let known: DirectoryEntry.Organization
    /// By name.
    let services: [DirectoryEntry]
    let text: FoldedText

    /// By name; what has no id of its own cannot be asked for, and is left out.
    static func all(of listings: [PublicListing]) -> [PublicOrganization] {
        var services: [String: [DirectoryEntry]] = [:]
        var known: [String: DirectoryEntry.Organization] = [:]
        for case .open(let service) in listings {
            guard let organization = service.entry.organization, let id = organization.id else { continue }
            services[id, default: []].append(service.entry)
            known[id] = known[id] ?? organization
        }
        return known.map { id, organization in
            let text = [organization.name, organization.about].compactMap { $0 }.joined(separator: "\n")
            return PublicOrganization(
                id: id, known: organization,
                services: (services[id] ?? []).sorted { ($0.name, $0.id) < ($1.name, $1.id) }, text: FoldedText(text))
        }.sorted { ($0.known.name, $0.id) < ($1.known.name, $1.id) }
    }
}
