// Stands in until Codebook+current.swift lands; delete it then.
extension Codebook { public static let current = Codebook(fields: [], picklists: [:], aliases: [:]) }
