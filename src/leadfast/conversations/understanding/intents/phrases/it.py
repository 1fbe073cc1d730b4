"""What people write in Italian."""

PHRASES = {
    "unsubscribe": (
        (r"^\W*(?:per favore,? )?(?:cancella(?:temi|mi|re)|disiscri\w+|rimuov\w+|stop|toglietemi|cancellazione|unsubscribe)\W*$", r"\b(?:cancell|tolg|toglie|rimuov|elimin|depenn|escl)\w*(?:temi|mi|teci|ci)\b", r"\b(?:cancell|tolg|rimuov|elimin|togli)\w*\b[^.?!\n]{0,40}\b(?:mio|miei|mia|nostr\w+|questo|questa|i dati|l'indirizzo|indirizzo|dalla|dalle|dal vostro|dai vostri)\b", r"\bdisiscri\w+|\bdisdett\w+ (?:l'|la )?iscrizione", r"\bnon (?:scriv|contatt|invi|mand|disturb|chiam|import)\w*(?:temi|mi|teci|ci|re)?(?: più| altro)?\b", r"\bnon (?:desider|vogl|intend|autorizz|ho mai|abbiamo mai)\w*\b[^.?!\n]{0,40}(?:ricev|contatt|email|e-mail|mail|comunicazioni|consenso|autorizzat|iscritt|essere)", r"\b(?:smett|finit|bast)\w*\b[^.?!\n]{0,40}(?:scriv|mand|invi|mail|contatt|così)", r"\b(?:gdpr|privacy|garante|consenso|spam|trattamento dei (?:miei )?dati|diritto (?:all'oblio|di opposizione))\b", r"\b(?:lista|liste|mailing list|database|elenco) (?:di |dei )?(?:distribuzione|contatti|invio)?\b", r"\bnessun'?altr\w (?:mail|e-?mail|comunicazion\w)|\bniente più (?:mail|e-?mail)"),
        (r"\bcancell\w+", r"\bpubblicità\b", r"\bdati\b"),
    ),
    "left_company": (
        (r"\bnon (?:lavor\w+|fa(?:ccio)?|è|sono|collabor\w+) più\b", r"\b(?:ha|ho|hanno) lasciato\b", r"\b(?:è andat\w|andat\w|sono andat\w) in pensione\b|\bin pensione\b", r"\b(?:si è dimess\w|dimission\w+|è deceduto|è mancat\w|è venut\w a mancare|ha cambiato (?:azienda|lavoro))\b", r"\b(?:sostituit\w|successor\w|il suo posto|sostituto)\b"),
        (r"\bpensione\b", r"\bex (?:collega|dipendente)\b"),
    ),
    "bounce_like_human": (
        (r"\b(?:persona|indirizzo|destinatari\w|azienda|numero|contatto|mail) (?:\S+ )?(?:sbagliat\w|errat\w)\b", r"\b(?:sbagliat\w|sbagliando|errore|equivoco|confuso|confusione|confonde\w*|scambiat\w|omonim\w|sbaglio)\b", r"\bnon (?:sono|siamo|è) (?:io|la persona|l'azienda|quell\w|chi|per me|destinat\w|indirizzat\w|il destinatario)\b", r"\bnon conosc\w+\b", r"\bnon c'è nessun\w*|\bnessuno (?:con|di|che)\b", r"\b(?:un|una) privat\w\b|\bindirizzo (?:privato|personale)\b", r"\bmai (?:chiesto|richiesto|lavorato)\b", r"\bnon ho (?:chiesto|richiesto|mai)\b"),
        (r"\bsbagli\w+", r"\bmai\b"),
    ),
    "meeting_agreed": (
        (r"\b(?:va bene|perfetto|d'accordo|ok|confermo|confermiamo|ci sto|certo|sì|benissimo|ottimo|ci va bene|mi va bene|a posto|fissato|segnato)\b[^.?!\n]{0,60}(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|alle \d|ore \d|\d{1,2}[:.]\d{2}|domani|appuntamento|incontro)", r"(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|alle (?:ore )?\d{1,2}\S*|domani|appuntamento)[^.?!\n]{0,60}\b(?:va bene|perfetto|d'accordo|confermo|mi va|ci va|ottimo|sono liber\w|posso|ok|vi aspetto|la aspetto|ti aspetto|ci vediamo)\b", r"\b(?:ci vediamo|ci sentiamo|a) (?:allora |quindi |dunque )?(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domani|alle)\b", r"\b(?:mand|invi|attend|aspett)\w*\b[^.?!\n]{0,25}(?:invito|link|convocazione)", r"\b(?:appuntamento|incontro|invito) (?:\S+ )?(?:confermat|accettat|fissat)\w", r"\b(?:vi|la|ti) aspetto\b"),
        (r"\bappuntamento\b", r"\binvito\b", r"\bconferm\w+", r"\bva bene\b", r"\bincontro\b"),
    ),
    "referral": (
        (r"\b(?:rivolg|contatt|sent|scriv|parl|chied|chiam)\w*\b[^.?!\n]{0,40}(?:a|al|all'|alla|con|il|la|direttamente)\b[^.?!\n]{0,30}(?:[A-Z][a-zàèéìòù]+ [A-Z]|collega|responsabile|ufficio|ing\.|dott|sig|@|geom\.|rag\.|titolare)", r"\b(?:se ne occupa|si occupa|segue|gestisce|responsabile|competenza|incaricat\w|decide|referente)\b[^.?!\n]{0,60}(?:[A-Z]|@|\d{3})", r"\bnon (?:me ne occupo|sono io|mi occupo|seguo|gestisco|decido)\b", r"\b(?:persona giusta|persona (?:più )?adatta|interlocutore)\b", r"\b(?:inoltr\w+|girat\w|giro|in copia|metto in (?:copia|cc)|passo)\b[^.?!\n]{0,30}(?:a|al|alla|il|la)\b", r"\b(?:il suo|la sua) (?:indirizzo|mail|e-?mail|numero|cellulare)\b"),
        (r"\bcollega\b", r"\bdirettamente\b", r"\bda parte mia\b"),
    ),
    "already_bought": (
        (r"\b(?:ho|abbiamo|ha|hanno) (?:\S+ ){0,3}(?:comprat|acquistat|ordinat|firmat|scelt|preso|presa|trovat|concluso|optat|noleggiat|affidat)\w*\b", r"\bgià (?:\S+ )?(?:comprat|acquistat|ordinat|firmat|preso|scelt|provvedut|trovat|risolto|concluso|vostr\w client|client)\w*\b", r"\b(?:un altro|altro|un'altra) (?:concessionari\w|fornitor\w|rivenditor\w)\b", r"\btroppo tardi\b", r"\bci siamo (?:già )?(?:orientat|rivolt|affidat)\w"),
        (r"\bacquist\w+", r"\bcomprat\w", r"\baltrove\b"),
    ),
    "uses_competitor": (
        (r"\b(?:lavoriamo|utilizziamo|usiamo|siamo|abbiamo|ci affidiamo|ci appoggiamo) (?:\S+ ){0,4}(?:con|da anni|già|presso|contratto|clienti|vincolat\w|legat\w|soddisfatt\w|content\w|fornitore|a)\b[^.?!\n]{0,40}", r"\b(?:il nostro|nostro|nostra|l'attuale|attuale) (?:fornitore|partner|sistema|contratto|software|gestionale|soluzione|consulente)\b", r"\b(?:contratto|vincolo)\b[^.?!\n]{0,40}(?:fino|scade|scadenza|rinnov)", r"\b(?:content|soddisfatt)\w+ (?:di|del|della|dei|con|così)\b", r"\bconcorren\w+\b", r"\bci troviamo (?:molto )?bene\b", r"\bgià (?:un|una) (?:fornitore|soluzione|partner|software|gestionale)"),
        (r"\bfornitore\b", r"\bcontratto\b", r"\bda anni\b|\bdal 20\d\d\b", r"\bbene\b"),
    ),
    "price_objection": (
        (r"\b(?:troppo|molto|un po'|piuttosto|più) (?:caro|cara|cari|care|costos\w|alto|alta|elevat\w|onerós\w)\b", r"\b(?:prezzo|costo|preventivo|cifra|tariffa|canone|offerta)\b[^.?!\n]{0,50}(?:alto|elevat|fuori|super|troppo|non ci|eccessiv|ecced|oltre|scontr|spavent|doppio)", r"\b(?:fuori|oltre|super\w+|sfora|eccede)\b[^.?!\n]{0,20}(?:budget|portata|prezzo|previsto)", r"\b(?:sconto|scontar\w*|ribass\w+|meno caro|prezzo migliore|miglior prezzo|più economic\w)\b", r"\bnon (?:possiamo|posso|abbiamo|c'è)\b[^.?!\n]{0,30}(?:permett|budget|spend|soldi|sostener|fondi)", r"\bbudget\b[^.?!\n]{0,40}(?:\d|limitat|esaurit|non|ridott)"),
        (r"\bcaro\b(?! (?:[A-Z]))", r"\bprezz\w\b", r"\bbudget\b", r"\d ?(?:€|euro\b)"),
    ),
    "not_interested": (
        (r"\bnon (?:ci |mi |siamo |sono |è |più |molto )*(?:interess\w+)\b", r"\bnon (?:abbiamo|ho|ne abbiamo|ne ho|serve|ci serve|mi serve|c'è|ci servono|necessit\w+|vogliamo|voglio|intend\w+|fa per)\b(?! (?:tempo|ancora|budget|chiesto|mai))", r"\bno,? grazie\b|\bgrazie,? ma no\b", r"^\W*no\b[^?\n]{0,30}$", r"\bnessun (?:interesse|bisogno)\b", r"\b(?:abbiamo|ho) deciso di (?:non|restare|rimanere|continuare|lasciar)\b", r"\b(?:rinunci\w+|declin\w+|scart\w+|non proced\w+|soprassed\w+)\b", r"\bprogetto (?:\S+ ){0,3}(?:annullat|sospes|accantonat|abbandonat|saltat)\w", r"\brestiamo (?:con|come)\b"),
        (r"\bpurtroppo\b|\bmi dispiace\b", r"\bgrazie (?:lo stesso|comunque|ma)\b"),
    ),
    "not_now": (
        (r"\b(?:risent|ricontatt|richiam|riscriv|sent|contatt|scriv|chiam|riparl|riprend|riprov|aggiorn|ricord)\w*\b[^.?!\n]{0,60}(?:a|dopo|in|tra|fra|più avanti|prossim|quando|verso|entro|nel|da|dal|inizio|fine|metà|ad)\b", r"\b(?:al momento|per (?:il momento|ora|adesso)|in questo (?:momento|periodo)|adesso|ora|non ancora|più avanti|più tardi|non è il momento|momento sbagliato|quest'anno no)\b[^.?!\n]{0,30}", r"\bnon (?:ho|abbiamo) (?:\S+ )?tempo\b", r"\b(?:vi|le|ti) (?:faccio|faremo|farò|facciamo) sapere\b", r"\b(?:rimand\w+|rinvi\w+|posticip\w+|sospes\w+|congelat\w+|in pausa|in attesa)\b", r"\b(?:oberat\w|impegnat\w|pieni|sommers\w|incasinat\w|sotto (?:pressione|inventario|chiusura)|di corsa|piena (?:stagione|campagna))\b", r"\b(?:devo|dobbiamo|bisogna) (?:\S+ )?(?:parlarne|pensarci|valutare|sentire|confront\w+|aspett\w+|vedere)"),
        (r"\bmomento\b", r"\bavanti\b", r"\bdopo\b", r"\bprossim\w\b"),
    ),
    "interested": (
        (r"\b(?:sono|siamo|sarei|saremmo|molto|mi|ci|sì) (?:\S+ )?interess(?:at\w|a|ano|erebbe|ante)\b", r"\b(?:mand|invi|spedi|prepar|fa|mostr)(?:atemi|ateci|mi|ci|temi|teci|ate|are|i)?\w*\b[^.?!\n]{0,50}(?:informazioni|preventivo|offerta|catalogo|brochure|listino|proposta|dettagli|materiale|scheda|documentazione)", r"\b(?:vorrei|vorremmo|mi piacerebbe|ci piacerebbe|gradirei|desidererei)\b", r"\b(?:sembra|pare|suona) (?:\S+ )?(?:interessante|bene|ottimo|utile|valid\w)\b", r"\b(?:chiamatemi|mi chiami|chiamami|ci chiami|chiamateci|telefonatemi)\b", r"\b(?:stiamo|sto|cercavamo|cerchiamo) (?:\S+ )?(?:cercando|valutando|pensando|proprio|appunto|guardando)\b", r"\b(?:volentieri|con piacere|certamente|sì,? grazie|perché no)\b", r"\b(?:esattamente|proprio) (?:quello|ciò|quel)\b", r"\bprossimi passi\b"),
        (r"\binteress\w+", r"\bpreventivo\b", r"\bdemo\w*\b", r"\bvedere\b", r"\bprovare\b"),
    ),
    "question": ((), (r"\?", r"\b(?:domanda|sapere|quanto|come|quando|quale|quali|dove)\b", r"\b(?:quanto|come|quando|qual\w*|è possibile|avete|si può|c'è|potete)\b[^.!\n]*\?")),
    "thanks_only": (
        (r"^\W*(?:(?:ok|va bene|perfetto|ricevuto|capito|ottimo|benissimo|grazie(?: mille| tante| infinite| ancora| a (?:lei|te|voi)| per [^.?!\n]{0,60})?|la ringrazio(?: per [^.?!\n]{0,60})?|molto gentile|di nulla|prego|buona (?:giornata|serata)|buon (?:lavoro|weekend)|altrettanto|a presto|saluti)\W*)+$",),
        (r"\bgrazie\b", r"\bricevuto\b"),
    ),
}  # fmt: skip
