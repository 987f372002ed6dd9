// SPDX-License-Identifier: Apache-2.0

/// Words that passwords are made of when nobody thinks: the stems of what guessing lists try first, in several
/// languages. Stems rather than whole passwords, because at 15 characters people repeat and number them.
enum CommonPasswordWords {
    /// Lower case, without accents, longest first.
    static let all = text.split(separator: " ").map { Array(String($0)) }.sorted { $0.count > $1.count }

    private static let text = """
        abc123 admin administrator account access asdf azerty baseball basketball batman bonjour business chelsea \
        charlie chocolate computer contrasena correcthorsebatterystaple changeme changeit dragon default \
        database daniel enter facebook family football forever freedom friends gfhjkm ginger google \
        guest hannah hello hallo heslo honduras hunter iloveyou iloveu internet jennifer jessica jesus jordan julian \
        justin kennwort letmein liverpool login lovely loveme loveyou love manager master matrix maverick \
        michael michelle mobile monday monkey mustang mypassword mynameis naruto nicole nothing office ohmygod \
        openup opensesame parola parole password passw0rd passwd passwort passphrase pass pokemon princess private \
        qazwsx qazwsxedc qwerty qwertz qwer root samsung secret secure security senha server shadow shelter soccer \
        sommer starwars summer sunshine superman supervisor superuser super system sysadmin temporary temp test \
        testing thisismy trustno1 trustnoone tajne user username vault victoria wachtwoord wayhouse welcome \
        whatever william winter wordpass yellow zaq12wsx 1q2w3e4r5t6y 1q2w3e4r 1qaz2wsx 3edc4rfv 5tgb6yhn 147258369 \
        159753 112233 123123 121212 january february march april june july august september october november \
        december january monday tuesday wednesday thursday friday saturday sunday spring autumn matkhau password1 \
        parol salasana sifre lozinka haslo jelszo motdepasse clave abcd1234 please open thedoor sesame caseworker \
        case record records hotline 2019 2020 2021 2022 2023 2024 2025 2026 2027 2028 2029 2030
        """
}
