"""What people write in Dutch."""

PHRASES = {
    "unsubscribe": (
        (r"^\W*(?:graag |aub |svp )?(?:afmelden|uitschrijven|verwijder(?:en)?|stop|unsubscribe|afmelding)(?: (?:graag|aub|svp|a\.u\.b\.))?\W*$", r"\b(?:haal|verwijder|schrap|gooi|wis|schrijf|meld|neem)\b[^.?!\n]{0,20}\b(?:me|mij|ons|mijn|onze|dit|deze)\b[^.?!\n]{0,60}(?:lijst|bestand|adres|gegevens|uit|af|database|mailing|mailadres|systeem)", r"\b(?:uitschrijven|afmelden|uitgeschreven|afgemeld)\b", r"\b(?:van|uit) (?:de|deze|uw|jullie|je) (?:\S+ )?(?:lijst|mailinglijst|verzendlijst|mailing|database|bestand|adressenbestand)\b", r"\bgeen (?:e-?mails?|mails?|berichten|reclame|post|nieuwsbrieven|aanbiedingen)\b[^.?!\n]{0,20}\b(?:meer|ontvangen|sturen)\b", r"\b(?:mail|schrijf|bel|benader|contacteer|stuur|val)\b[^.?!\n]{0,12}\b(?:me|mij|ons)\b[^.?!\n]{0,15}\b(?:niet|nooit|niets)\b", r"\bniet (?:meer|langer|verder) (?:\S+ ){0,3}(?:benaderd|gemaild|ontvangen|gecontacteerd|lastig)", r"\b(?:stop|hou|houd) (?:\S+ ){0,2}(?:met|op)\b", r"\b(?:avg|gdpr|toestemming|spam|persoonsgegevens|privacywet)\b", r"\blaat (?:me|mij|ons) met rust"),
        (r"\bverwijder\w*", r"\breclame\b", r"\bgegevens\b"),
    ),
    "left_company": (
        (r"\bniet (?:meer|langer) (?:\S+ ){0,3}(?:werkzaam|in dienst|bij ons|werkt|actief|hier|verbonden)\b", r"\bwerkt (?:\S+ ){0,4}niet (?:meer|langer)\b", r"\b(?:uit dienst|vertrokken|met pensioen|gestopt|ontslag genomen|overleden|andere baan|nieuwe baan|weggegaan|verlaten)\b", r"\b(?:opvolger|opvolgster|vervanger|vervangster)\b"),
        (r"\bpensioen\b", r"\bfunctie\b"),
    ),
    "bounce_like_human": (
        (r"\b(?:verkeerde?|foute?|onjuiste?) (?:persoon|adres|e-?mailadres|mailadres|bedrijf|nummer|contact\w*|ontvanger|afdeling|man|vrouw)\b", r"\b(?:vergissing|vergist|vergissen|verwarring|verwarren|verwisseld|foutje|misverstand|per ongeluk|naamgenoot|abuis)\b", r"\bniet (?:voor mij|voor ons|aan mij|de juiste|degene|het bedrijf|de persoon) ?(?:bedoeld|bestemd|gericht)?", r"\bvoor iemand anders\b", r"\b(?:ken|kennen) (?:\S+ ){0,3}(?:geen|niet|niemand)\b", r"\b(?:werkt hier niemand|niemand met (?:die|deze) naam|hier werkt geen)\b", r"\bparticulier\b|\bprivé-?adres\b", r"\b(?:nooit|niets|niks) (?:\S+ )?(?:aangevraagd|gevraagd|besteld)\b"),
        (r"\bverkeerd\w*\b", r"\biemand anders\b"),
    ),
    "meeting_agreed": (
        (r"\b(?:prima|akkoord|goed|perfect|past|schikt|lukt|oké|ok|ja|graag|bevestig\w*|afgesproken|komt goed|uitstekend|top)\b[^.?!\n]{0,60}(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|om \d|\d{1,2}[:.]\d{2}|\d uur|half \w+|morgen|afspraak)", r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|om \d{1,2}\S*|\d uur|morgen|afspraak)[^.?!\n]{0,60}\b(?:prima|akkoord|is goed|perfect|past|schikt|lukt|komt (?:mij |ons )?(?:goed|uit)|staat|kan|genoteerd|afgesproken|werkt)\b", r"\b(?:tot|zie je|zien we|spreken we|spreek je)\b[^.?!\n]{0,12}(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|dan|morgen)\b", r"\b(?:stuur|stuurt|mail)\b[^.?!\n]{0,25}(?:uitnodiging|link|agenda)", r"\b(?:afspraak|uitnodiging) (?:\S+ )?(?:bevestigd|geaccepteerd|staat|genoteerd)\b", r"\bafgesproken\b", r"\bin (?:mijn|de|onze) agenda\b"),
        (r"\bafspraak\b", r"\buitnodiging\b", r"\bagenda\b", r"\bprima\b", r"\bproefrit\b"),
    ),
    "referral": (
        (r"\b(?:neem|neemt|nemen)\b[^.?!\n]{0,15}\bcontact\b[^.?!\n]{0,10}\b(?:op )?(?:met|bij)\b", r"\b(?:iets|vraag|zaak|onderwerp|werk|meer|kwestie) voor (?:\S+ )?(?:[A-Z]|mijn|onze|collega)", r"\b(?:bel|mail|vraag|benader|spreek|schrijf|stuur|richt)\b[^.?!\n]{0,30}(?:[A-Z][a-z]+ (?:[A-Z]|van|de)|collega|hoofd|directeur|afdeling|@)", r"\b(?:gaat over|gaat daarover|verantwoordelijk|regelt|beslist|beheert|doet de|doet dat|behandelt|aanspreekpunt|contactpersoon|zit bij|ligt bij|bij onze)\b", r"\b(?:juiste|beste) (?:persoon|contactpersoon|adres|aanspreekpunt)\b", r"\b(?:doorgestuurd|stuur (?:\S+ ){0,4}door(?! (?:die|de|dat|het|maar))|doorgezet|in (?:de )?cc|in kopie)\b", r"\bniet (?:mijn|onze|bij mij|aan mij|ik)\b[^.?!\n]{0,20}(?:afdeling|terrein|beslissing|verantwoord|aan|moet)"),
        (r"\bcollega\b", r"\brechtstreeks\b", r"\bafdeling\b", r"\bgroeten van\b"),
    ),
    "already_bought": (
        (r"\b(?:heb|hebben|heeft|zijn) (?:\S+ ){0,8}(?:gekocht|besteld|aangeschaft|getekend|gekozen|afgenomen|geleased|gevonden|beslist|aangekocht|ondertekend|geslaagd|overgestapt)\b", r"\b(?:al|reeds|inmiddels) (?:\S+ ){0,3}(?:gekocht|besteld|voorzien|geslaagd|getekend|aangeschaft|gevonden|gekozen|klant)\b", r"\bte laat\b", r"\bandere (?:dealer|leverancier|aanbieder|garage) (?:gekozen|gekocht)?", r"\bergens anders\b|\belders\b"),
        (r"\bgekocht\b", r"\bbesteld\b", r"\belders\b"),
    ),
    "uses_competitor": (
        (r"\b(?:zitten|werken|gebruiken|zijn|draaien|rijden|hebben|maken) (?:\S+ ){0,5}(?:bij|met|al|gebruik van|klant|contract|leverancier|op|van|een)\b[^.?!\n]{0,50}\b(?:jaren?|tevreden|bevalt|prima|contract|vast|sinds|pakket|systeem|leverancier|goed|naar)\b", r"\b(?:onze|ons|mijn|huidige|bestaande) (?:\S+ )?(?:leverancier|pakket|systeem|contract|partner|software|oplossing|boekhouder|aanbieder)\b", r"\bcontract\b[^.?!\n]{0,40}(?:tot|loopt|vast|nog|eind|verleng)", r"\b(?:tevreden|bevalt)\b", r"\b(?:al|reeds) (?:\S+ )?(?:voorzien|een leverancier|een systeem|een contract|een pakket|klant bij)\b", r"\bconcurren\w+\b"),
        (r"\bleverancier\b", r"\bcontract\b", r"\bal jaren\b|\bsinds 20\d\d\b", r"\btevreden\b"),
    ),
    "price_objection": (
        (r"\b(?:te|veel te|erg|behoorlijk|nogal|vrij) (?:duur|hoog|prijzig|kostbaar)\b", r"\b(?:prijs|kosten|offerte|bedrag|tarief)\b[^.?!\n]{0,50}(?:te hoog|te duur|boven|over|schrik|niet haalbaar|omlaag|probleem|tegen|fors|stevig|zakken)", r"\bbudget\b[^.?!\n]{0,40}(?:\d|niet|geen|op|te|overschr|krap)", r"\b(?:geen|boven|buiten|over|past niet) (?:\S+ ){0,3}budget\b", r"\b(?:korting|goedkoper|scherper|lagere prijs|voordeliger|iets aan de prijs)\b", r"\b(?:kunnen|kan) (?:\S+ ){0,5}niet (?:betalen|veroorloven|dragen)\b", r"\bgeen geld\b|\bte veel geld\b"),
        (r"\bduur\b", r"\bprijs\b", r"\bbudget\b", r"€ ?\d|\d ?euro\b"),
    ),
    "not_interested": (
        (r"\b(?:geen|weinig) (?:\S+ )?(?:interesse|belangstelling|behoefte|zin|trek|noodzaak)\b", r"\bniet (?:\S+ ){0,2}(?:geïnteresseerd|interessant|nodig|van toepassing|relevant|voor ons|op zoek)\b", r"\bnee,? (?:dank|bedankt|hoor|sorry)", r"^\W*nee\b[^?\n]{0,40}$", r"\b(?:besloten|gekozen|kiezen) (?:\S+ ){0,4}(?:niet|om bij|af te zien|niets|ervan af)\b", r"\b(?:zien|zie|ziet) (?:\S+ ){0,4}(?:vanaf|er van af|ervan af|af van)\b", r"\b(?:laten|laat) (?:\S+ ){0,4}(?:voorbijgaan|schieten|passeren)\b", r"\bproject (?:\S+ ){0,3}(?:gestopt|geschrapt|afgeblazen|van de baan)", r"\bhoeft? (?:\S+ ){0,3}niet\b", r"\bniets voor (?:ons|mij)\b", r"\bbedankt,? maar\b"),
        (r"\bhelaas\b", r"\bjammer\b", r"\bsucces\b"),
    ),
    "not_now": (
        (r"\b(?:bel|mail|benader|kom|neem|probeer|schrijf|vraag|stuur|spreken|contact)\b[^.?!\n]{0,60}\b(?:later|weer|nog eens|opnieuw|over|in|na|begin|eind|medio|volgende?|terug|vanaf|nogmaals)\b", r"\b(?:nu|momenteel|op dit moment|voorlopig|even|dit jaar|deze maand|dit kwartaal)\b[^.?!\n]{0,25}\b(?:niet|geen|druk|slecht|te|lastig|nog)\b", r"\b(?:te|heel|erg|veel|hartstikke|enorm)? ?druk\b", r"\bgeen (?:tijd|ruimte|capaciteit)\b", r"\b(?:laat|laten) (?:\S+ )?(?:je |u |jullie |het )*(?:\S+ )?weten\b", r"\bkom (?:ik |wij |er )?(?:\S+ ){0,5}(?:op )?terug\b", r"\b(?:uitgesteld|uitstellen|doorgeschoven|in de wacht|geparkeerd|on hold|pauze|ijskast)\b", r"\b(?:moet|moeten|wil) (?:\S+ ){0,6}(?:overleggen|bespreken|nadenken|afwachten|bekijken|afstemmen|de deur uit|eerst)\b", r"\beerst\b", r"\bniet voor\b", r"\b(?:later|andere keer|te vroeg|verkeerde moment|geen goed moment)\b"),
        (r"\blater\b", r"\bmoment\b", r"\bweer\b", r"\bnog eens\b"),
    ),
    "interested": (
        (r"\b(?:heb|hebben|ben|zijn|zeker|wel) (?:\S+ ){0,4}(?:interesse|geïnteresseerd|benieuwd|nieuwsgierig)\b", r"\b(?:klinkt|lijkt|ziet er)\b[^.?!\n]{0,20}(?:goed|interessant|leuk|prima|mooi|nuttig|wat)\b", r"\b(?:stuur|mail|doe|geef|laat|toon)\b[^.?!\n]{0,30}(?:maar|brochure|informatie|info|offerte|voorstel|prijs\w*|meer|documentatie|zien|folder|door)\b", r"\b(?:wil|willen|zou|zouden) (?:\S+ ){0,4}(?:graag|meer|wel|een|dat|het)\b", r"\b(?:graag)\b", r"\b(?:zoeken|aan het kijken|op zoek|kijken naar|overwegen|toevallig)\b", r"\bbel (?:me|mij|ons)\b(?! (?:in|over|na|later|weer))", r"\bprecies wat\b|\bgoede timing\b", r"\b(?:ja|zeker|natuurlijk)[,!]? (?:graag|doe|stuur|dat|leuk)\b", r"\bvolgende stap\w*\b"),
        (r"\binteress\w+", r"\bofferte\b", r"\bdemo\b", r"\bbrochure\b", r"\bleuk\b"),
    ),
    "question": ((), (r"\?", r"\b(?:vraag|vragen|weten|hoeveel|hoe|wanneer|welke|wat|waar)\b", r"\b(?:hoeveel|hoe|wanneer|welke|wat|kan|kunnen|is|zit|hebben jullie|werkt)\b[^.!\n]*\?")),
    "thanks_only": (
        (r"^\W*(?:(?:oké|ok|prima|top|helder|duidelijk|ontvangen|genoteerd|super|perfect|bedankt(?: voor [^.?!\n]{0,60})?|dank(?: je| u)?(?: wel)?(?: voor [^.?!\n]{0,60})?|dankjewel|hartelijk dank(?: voor [^.?!\n]{0,60})?|graag gedaan|fijn weekend|fijne dag|goed weekend|tot dan|insgelijks)\W*)+$",),
        (r"\bdank\w*\b|\bbedankt\b", r"\bontvangen\b"),
    ),
}  # fmt: skip
