"""Words of headers: what a column is called, in the languages of the exports we have seen. Pure.

Written as :func:`title_key` leaves them: small, without accents, punctuation and underscores.
"""

import re
import unicodedata
from typing import Final

# What a column can be. `first_name` and `last_name` together are a name; `ignore` is kept in the raw row.
FIELDS: Final[dict[str, str]] = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "company": "Company",
    "mail": "Mail address",
    "phone": "Phone",
    "mobile": "Mobile phone",
    "job_title": "Job title",
    "website": "Website",
    "city": "City",
    "country": "Country",
    "value": "Value",
    "source": "Source",
    "tags": "Tags",
    "note": "Note",
    "deal_title": "What it is about",
    "created": "Came in on",
    "opt_out": "No mail wanted",
    "status": "Status there",
    "stage": "Stage there",
    "owner": "Owner there",
    "last_activity": "Last activity",
    "next_activity": "Next activity",
    "last_mail_in": "Last mail from them",
    "last_mail_out": "Last mail to them",
    "id": "Number there",
    "ignore": "Not used",
}
# A file may have several columns of these.
SEVERAL: Final = frozenset({"mail", "phone", "mobile", "note", "tags", "ignore"})

# What stands before a column's own name and says only whose it is.
_PREFIXES: Final = re.compile(
    r"^(person|persona|personne|organi[sz]ation|organisation|deal|lead|contact|contacts?|kontakt|contacto|contatto|"
    r"customer|kunde|client|cliente|prospect|primary contact|user|attendee|visitor|account|user)\s+(?=\S)"
)

_WORDS: Final[dict[str, str]] = {
    "id": """
        id|record id|lead id|contact id|deal id|badge id|badge number|customer id|prospect id|
        object id|uuid|entry id|response id|submission id|respondent id|member id|attendee id|
        registration id|lead number|external id|do not modify lead|datensatz id|kundennummer|
        identifiant|nr|id del registro|id do registro
    """,
    "first_name": """
        first name|first|given name|forename|firstname|fname|vorname|prenom|nombre de pila|
        primer nombre|nome proprio|primeiro nome|voornaam|fornamn|fornavn|etunimi|imie|jmeno|
        keresztnev|ad|имя|名|vezdeknev|nombres|prenume
    """,
    "last_name": """
        last name|last|surname|family name|lastname|lname|nachname|familienname|zuname|nom de famille|
        apellido|apellidos|primer apellido|apellido 1|apellido paterno|
        cognome|sobrenome|ultimo nome|achternaam|efternamn|etternavn|efternavn|
        sukunimi|nazwisko|prijmeni|vezeteknev|soyad|soyadi|фамилия|姓|nume de familie|
        επωνυμο|επιθετο
    """,
    "name": """
        name|full name|contact name|lead name|person name|customer name|your name|contact|fullname|
        attendee|attendee name|visitor|client name|display name|ansprechpartner|ansprechpartnerin|
        vollstandiger name|vor und nachname|nom|nom complet|nom et prenom|nombre|nombre completo|
        nombre y apellidos|nome|nome completo|nome e cognome|naam|volledige naam|namn|navn|nimi|
        imie i nazwisko|jmeno a prijmeni|nev|ad soyad|фио|名前|氏名|primary contact|primary contact name|
        who|buyer|buyer name|kontaktperson|contactpersoon|interlocuteur|referente|
        ονομα|ονοματεπωνυμο|姓名|이름|성명
    """,
    "mail": """
        e mail|email|mail|email address|e mail address|mail address|emailaddress|work email|
        business email|primary email|email 1|email 2|e mail 1|e mail 2|email address 1|email address 2|
        personal email|other email|secondary email|additional email addresses|second email|your email|
        user email|primary email address|e mail adresse|mailadresse|emailadresse|email adresse|
        e mail 1 value|e mail 2 value|courriel|adresse e mail|adresse email|adresse mail|
        adresse electronique|mel|correo|correo electronico|direccion de correo electronico|
        email de contacto|posta elettronica|indirizzo email|indirizzo e mail|endereco de e mail|
        endereco de email|correio eletronico|e mailadres|e postadress|e post|epost|e postadresse|
        sahkoposti|sahkopostiosoite|adres e mail|eposta|e posta|электронная почта|почта|メール|メールアドレス|邮箱|
        primary contact primary email|contact email|email s|emails|
        电子邮件|電子郵件|이메일|메일
    """,
    "phone": """
        phone|telephone|phone number|tel|tel no|phone no|telephone number|business phone|work phone|
        office phone|direct phone|direct dial|direct line|phone 1|phone 2|phone 1 value|phone 2 value|
        home phone|other phone|day phone|evening phone|main phone|company phone|contact number|
        contact phone|user phone|landline|phone s|phones|telefon|telefonnummer|rufnummer|
        telefon geschaftlich|festnetz|tel nr|durchwahl|numero de telephone|telephone fixe|tel fixe|
        telefono|numero de telefono|telefono fijo|numero di telefono|telefone|numero de telefone|
        telefoon|telefoonnummer|puhelin|puhelinnumero|numer telefonu|telefonszam|telefonnr|телефон|
        номер телефона|電話|電話番号|电话|phone work|work phone number|primary phone|
        primary contact primary phone|
        τηλεφωνο|전화|전화번호
    """,
    "mobile": """
        mobile|mobile phone|mobile phone number|mobile number|cell|cell phone|cellphone|cellular|
        mobile no|phone mobile|handy|handynummer|mobil|mobiltelefon|mobilnummer|mobilfunk|portable|
        telephone portable|tel portable|telephone mobile|mobile telephone|movil|telefono movil|celular|
        telefono celular|cellulare|telefono cellulare|telemovel|telefone celular|mobiel|
        mobiele telefoon|mobiltelefonnummer|kannykka|matkapuhelin|telefon komorkowy|komorka|
        cep telefonu|мобильный|мобильный телефон|携帯|手机|whatsapp|whatsapp number|
        κινητο|手機|휴대폰|핸드폰
    """,
    "company": """
        company|company name|organization|organisation|organization name|organisation name|account|
        account name|company account|business|business name|firm|employer|associated company|
        associated company primary|company or account|company organization|institution|firma|
        firmenname|unternehmen|organisatie|gesellschaft|betrieb|societe|entreprise|nom de l entreprise|
        nom de la societe|raison sociale|organisme|empresa|nombre de la empresa|compania|organizacion|
        razon social|azienda|societa|nome azienda|ragione sociale|nome da empresa|companhia|bedrijf|
        bedrijfsnaam|foretag|foretagsnamn|firmanavn|bedrift|virksomhed|yritys|nazwa firmy|spolecnost|
        ceg|cegnev|sirket|компания|организация|会社|会社名|公司|
        εταιρεια|επωνυμια|회사|회사명
    """,
    "job_title": """
        job title|title|position|role|job|function|jobtitle|occupation|job position|designation|
        funktion|stelle|berufsbezeichnung|positionsbezeichnung|fonction|poste|intitule du poste|metier|
        cargo|puesto|puesto de trabajo|profesion|ruolo|qualifica|mansione|funcao|functie|functietitel|
        befattning|stilling|tittel|titel|stanowisko|pozice|beosztas|unvan|должность|役職|职位
    """,
    "website": """
        website|web site|website url|url|homepage|web|web address|domain|company domain|
        company domain name|company website|webseite|internetseite|internet|site web|site internet|
        site|sitio web|pagina web|sito|sito web|webbplats|webside|hjemmeside|strona www|
        strona internetowa|сайт
    """,
    "city": """
        city|town|city town|location|ort|stadt|wohnort|ville|localite|ciudad|localidad|poblacion|citta|
        comune|cidade|stad|plaats|woonplaats|by|poststed|kaupunki|miasto|mesto|varos|sehir|город|
        mailing city|billing city|organization address|address city|市区町村
    """,
    "country": """
        country|country region|country or region|country name|country code|nation|mailing country|
        billing country|land|staat|pays|pais|paese|nazione|maa|kraj|zeme|orszag|ulke|страна|国|国家
    """,
    "value": """
        value|deal value|lead value|estimated value|est value|amount|budget|revenue|annual revenue|
        expected revenue|price|opportunity amount|expected value|deal amount|potential|wert|betrag|
        umsatz|jahresumsatz|auftragswert|valeur|montant|chiffre d affaires|importe|valor|ingresos|
        importo|valore|fatturato|receita|waarde|bedrag|omzet|belopp|varde|verdi|belob|arvo|kwota|
        wartosc|hodnota|сумма|бюджет
    """,
    "source": """
        source|lead source|original source|original traffic source|traffic source|source type|channel|
        how did you hear|how did you hear about us|campaign|campaign name|utm source|origin|referrer|
        source name|quelle|leadquelle|herkunft|kanal|kampagne|source du prospect|provenance|campagne|
        origen|fuente|fuente del lead|campana|origine|fonte|origem|origem do lead|bron|leadbron|kalla|
        kilde|lahde|zrodlo|zdroj|источник
    """,
    "tags": """
        tag|tags|label|labels|list|lists|segment|segments|categories|category|group membership|groups|
        rating|lead rating|score|interest level|temperature|priority|hot warm cold|schlagworter|
        schlagworte|stichworte|kategorie|etiquette|etiquettes|etiquetas|etichette|bewertung|
        note du prospect|keywords
    """,
    "note": """
        note|notes|comment|comments|remark|remarks|description|message|memo|enquiry|inquiry|
        full comments|additional info|additional information|details|follow up notes|your message|
        lead notes|what are you looking for|requirements|bemerkung|bemerkungen|notiz|notizen|nachricht|
        anmerkung|anmerkungen|kommentar|kommentare|beschreibung|anfrage|commentaire|commentaires|
        remarque|remarques|nota|notas|comentario|comentarios|mensaje|observaciones|descripcion|
        commento|commenti|messaggio|osservazioni|descrizione|mensagem|observacoes|descricao|opmerking|
        opmerkingen|notitie|notities|bericht|anteckning|anteckningar|meddelande|notat|merknad|besked|
        bemaerkning|huomautus|viesti|uwagi|notatka|wiadomosc|poznamka|poznamky|zprava|megjegyzes|not|
        notlar|примечание|комментарий|сообщение|備考|メモ|备注
    """,
    "deal_title": """
        deal title|deal name|topic|opportunity name|opportunity|subject|vehicle|vehicle of interest|
        product|product interest|interested in|model|betreff|fahrzeug|objet|asunto|oggetto|assunto|
        onderwerp|amne|emne|temat
    """,
    "created": """
        create date|created|created at|created on|created time|created date|date created|creation date|
        scan time|scan date|scanned at|date|date added|added on|added time|timestamp|submitted|
        submitted at|submission date|submit time|submission time|submitted on|lead date|
        lead submit time|lead created|deal created|time|inquiry date|enquiry date|connected on|
        start date|registration date|received|date received|lead creation time|entry date|erstellt|
        erstellt am|erstellungsdatum|angelegt am|datum|eingang|eingangsdatum|zeitstempel|
        date de creation|cree le|horodateur|fecha|fecha de creacion|creado|creado el|marca temporal|
        data|data di creazione|creato il|data de criacao|criado em|aanmaakdatum|gemaakt op|skapad|
        opprettet|oprettet|luotu|data utworzenia|utworzono|vytvoreno|дата|дата создания|作成日|创建时间
    """,
    "last_activity": """
        last activity|last activity date|last activity time|last contacted|last contact|last touch|
        last modified|last contact date|last interaction|last communication date|letzte aktivitat|
        letzter kontakt|derniere activite|ultima actividad|ultima attivita|ultima atividade|
        laatste activiteit|ostatnia aktywnosc
    """,
    "next_activity": """
        next activity|next activity date|next step date|follow up date|next follow up|next contact|
        next task date|next call|callback date|nachste aktivitat|wiedervorlage|prochaine activite|
        proxima actividad|prossima attivita|proxima atividade|volgende activiteit
    """,
    "last_mail_in": "last email received|last mail received|letzte erhaltene e mail|dernier e mail recu",
    "last_mail_out": "last email sent|last mail sent|letzte gesendete e mail|dernier e mail envoye",
    "owner": """
        owner|lead owner|contact owner|deal owner|record owner|account owner|assigned to|assigned|
        assignee|sales rep|salesperson|sales person|rep|scanned by|captured by|agent|owner name|
        assigned to user|user|account manager|zustandig|besitzer|verantwortlich|bearbeiter|eigentumer|
        betreuer|proprietaire|responsable|commercial|propietario|vendedor|asignado a|proprietario|
        assegnato a|responsavel|eigenaar|verkoper|agare|eier|ejer|wlasciciel|opiekun|ответственный
    """,
    "status": """
        status|lead status|state|status label|status reason|deal status|lead state|disposition|
        contact status|lead stage|outcome|statut|estado|stato|situacao|tila|stan|stav|allapot|durum|
        статус|lead conversion status
    """,
    "opt_out": """
        email opt out|unsubscribed from all email|opt out|opted out|unsubscribed|do not email|
        do not contact|has opted out of email|do not mail|no email|marketing opt out|unsubscribe|
        do not allow emails|do not allow bulk emails|abgemeldet|werbesperre|keine e mail|desabonne|
        desinscrit|no contactar|dado de baja|disiscritto|nao contatar|uitgeschreven|avregistrerad
    """,
}


# What says how far a lead is, without the words of whose stage it is.
STAGES: Final = frozenset(
    {
        "stage", "stage name", "lifecycle stage", "sales stage", "opportunity stage", "pipeline stage", "phase",
        "verkaufsphase", "etape", "etapa", "fase",
    }
)  # fmt: skip


def title_key(title: str) -> str:
    """A header for comparing: small, one space between words, no accents or punctuation."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", spaced.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.replace("ø", "o").replace("ł", "l")).split())


def bare_key(key: str) -> str:
    """The same without what only says whose it is: *Person - Email* is *email*."""
    return _PREFIXES.sub("", key)


TITLES: Final[dict[str, str]] = {
    # Through the same mill, so that a word written with an accent here is found too.
    title_key(word.strip()): field
    for field, words in _WORDS.items()
    for word in words.split("|")
}
