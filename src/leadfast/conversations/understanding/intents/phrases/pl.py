"""What people write in Polish."""

PHRASES = {
    "unsubscribe": (
        (r"^\W*(?:proszę (?:o )?)?(?:wypis\w*|usun\w*|rezygnuj\w*|stop|unsubscribe|wypisanie|usunięcie)\W*$", r"\b(?:wypis|usun|wykreśl|skreśl|skasow|wyrejestr)\w*\b[^.?!\n]{0,40}\b(?:mnie|nas|mój|moje|moich|nasz\w*|ten|tego|z listy|z bazy|dan\w+|adres\w*)\b", r"\b(?:mnie|nas|mój|moje|moich|nasz\w*) (?:\S+ ){0,4}(?:wypis|usun|wykreśl|skreśl|skasow)\w*", r"\bnie (?:wysył|pis|kontakt|przesył|dzwoń|przysył|nagab|niepoko)\w*\b[^.?!\n]{0,30}", r"\bnie (?:życz\w+|chc\w+|wyraż\w+)\b[^.?!\n]{0,40}(?:sobie|otrzymyw|dostaw|zgod|mail|wiadomo|ofert|kontakt)", r"\b(?:przesta[nń]|dość|koniec|zaprzesta)\w*\b[^.?!\n]{0,30}(?:pis|wysył|mail|kontakt|spam)", r"\b(?:rodo|zgod[yęa] na przetwarzanie|dan\w+ osobow\w+|spam\w*|prawo do (?:bycia zapomnianym|sprzeciwu))\b", r"\b(?:z|ze) (?:\S+ )?(?:listy|bazy|mailingu|newslettera)\b", r"\brezygnuję z (?:newslettera|otrzymywania|subskrypcji|mailingu)"),
        (r"\bwypis\w+", r"\bofert\b", r"\bdanych\b"),
    ),
    "left_company": (
        (r"\b(?:już )?nie (?:jest już |pracuj\w+|jest (?:\S+ )?(?:zatrudnion|pracownik)|ma (?:go|jej) już)\w*\b[^.?!\n]{0,20}", r"\b(?:odszedł|odeszła|odszedłem|odeszłam|zwolnił\w*|zmienił\w* pracę|przeszedł na emeryturę|przeszła na emeryturę|na emeryturze|zmarł\w*|rozstał\w* się)\b", r"\b(?:następc\w+|jego miejsce|jej miejsce|zastąpił\w*)\b"),
        (r"\bemerytur\w+", r"\bstanowisk\w+"),
    ),
    "bounce_like_human": (
        (r"\b(?:pomyłk\w+|pomylił\w*|pomyli\w+|omyłk\w+|błędn\w+ (?:adres|osob)\w*|zł[yąe]\w* (?:adres|osob)\w*|niewłaściw\w+ (?:adres|osob)\w*|nieporozumieni\w+|nie ten (?:adres|człowiek))\b", r"\bnie (?:jestem|jesteśmy) (?:t[ąy]\w*|właściw\w+|firm\w+|żadn\w+|pan\w*)\b", r"\bnie (?:znam|znamy)\b", r"\bnie do (?:mnie|nas)\b", r"\bdo kogoś innego\b|\bkto inny\b", r"\bnie prowadz\w+ (?:żadn\w+ )?(?:firm|działalno)\w*", r"\b(?:osob\w+ prywatn\w+|prywatn\w+ (?:adres|mail))\b", r"\bnikt o (?:takim|tym) nazwisku|\bnie ma (?:tu|u nas) (?:nikogo|takiej)", r"\bnigdy (?:\S+ )?(?:nie )?(?:prosił|zamawiał|pytał|pracował)\w*"),
        (r"\bpomył\w+", r"\bnie ja\b"),
    ),
    "meeting_agreed": (
        (r"\b(?:pasuje|odpowiada|zgoda|dobrze|tak|potwierdzam|potwierdzamy|ok|świetnie|może być|umówieni|super|jasne|zapraszam|zapraszamy)\b[^.?!\n]{0,60}(?:poniedziałek|wtorek|środ[aęy]|czwartek|piątek|sobot[aęy]|o \d|\d{1,2}[:.]\d{2}|jutro|spotkani\w+|termin)", r"(?:poniedziałek|wtorek|środ[aęy]|czwartek|piątek|sobot[aęy]|o \d{1,2}\S*|jutro|spotkani\w+|termin\w*)[^.?!\n]{0,60}\b(?:pasuje|odpowiada|ok|dobrze|może być|potwierdzam|jest w porządku|zgoda|zapisałem|zapisałam|będę|zapraszam)\b", r"\b(?:do zobaczenia|widzimy się|do usłyszenia|jesteśmy umówieni)\b", r"\b(?:proszę|poproszę|czekam)\b[^.?!\n]{0,25}(?:zaproszeni\w+|link\w*)"),
        (r"\bspotkani\w+", r"\bzaproszeni\w+", r"\bpasuje\b", r"\btermin\b"),
    ),
    "referral": (
        (r"\b(?:proszę|prosimy|najlepiej|niech|trzeba)?\s?(?:o kontakt|skontaktować|kontaktować|zwrócić|napisać|pisać|zadzwonić|porozmawiać|rozmawiać|kierować|pytać|zgłosić)\b[^.?!\n]{0,40}\b(?:z|do|się)\b[^.?!\n]{0,50}(?:[A-ZŁŚŻŹĆ][a-ząćęłńóśźż]+ [A-ZŁŚŻŹĆ]|pan\w*|koleg\w+|koleżank\w+|dział\w*|kierownik\w*|dyrektor\w*|@|szef\w*)", r"\b(?:zajmuje się|odpowiada za|odpowiedzialn\w+|prowadzi|decyduje|decyzj\w+ podejmuje|od tego jest|w gestii|sprawami)\b[^.?!\n]{0,60}(?:[A-ZŁŚŻ]|@|\d{3})", r"\bnie (?:zajmuję się|ja (?:się|decyduj|odpowiad)|odpowiadam za|decyduję|jestem osobą)\b", r"\b(?:właściw\w+ osob\w+|odpowiedni\w+ osob\w+)\b", r"\b(?:przekazał\w+|przekazuję|przesłał\w+ dalej|w kopii|dodaję w kopii|przekieruj\w+)\b", r"\b(?:jego|jej) (?:adres|mail|numer|telefon)\b"),
        (r"\bkoleg\w+|\bkoleżank\w+", r"\bbezpośrednio\b", r"\bdział\w*\b"),
    ),
    "already_bought": (
        (r"\b(?:kupiliśmy|kupiłem|kupiłam|zakupiliśmy|zamówiliśmy|zamówiłem|zamówiłam|podpisaliśmy|podpisałem|wybraliśmy|wybrałem|wybrałam|zdecydowaliśmy się na|zdecydowałem się na|znaleźliśmy|wzięliśmy|nabyliśmy)\b", r"\bjuż (?:\S+ )?(?:kupi|zakupi|zamówi|mamy|podpisa|wybra|znaleźli|posiada|zdecydowa|jesteśmy (?:państwa )?klient)\w*", r"\bza późno\b", r"\b(?:inn\w+|u konkurencji) (?:dealer|salon|dostawc|sprzedawc)\w*"),
        (r"\bkupi\w+", r"\binnego\b|\bgdzie indziej\b"),
    ),
    "uses_competitor": (
        (r"\b(?:pracujemy|korzystamy|współpracujemy|używamy|mamy|jesteśmy) (?:\S+ ){0,4}(?:z|od lat|już|umow\w+|dostawc\w+|klient\w*|zadowolen\w+|system\w*|program\w*)\b", r"\b(?:nasz|obecn\w+|dotychczasow\w+|stał\w+) (?:dostawc|partner|system|program|umow|rozwiązani|biur)\w*", r"\bumow\w+\b[^.?!\n]{0,40}(?:do|trwa|jeszcze|kończy|obowiązuje|podpisan)", r"\bzadowolen\w+\b", r"\bkonkurenc\w+\b"),
        (r"\bdostawc\w+", r"\bumow\w+", r"\bod lat\b|\bod 20\d\d\b"),
    ),
    "price_objection": (
        (r"\b(?:za|zbyt|bardzo|dość|trochę) (?:drog\w+|wysok\w+|kosztown\w+|dużo)\b", r"\b(?:cen\w+|koszt\w*|ofert\w+|kwot\w+|wycen\w+)\b[^.?!\n]{0,50}(?:za wysok|zbyt|przekracz|ponad|nie do przyjęcia|wysok|zaporow|dużo|odstrasz|powyżej|zejść)", r"\b(?:przekracza|poza|ponad|powyżej)\b[^.?!\n]{0,20}(?:budżet|możliwości|naszym|limit)\w*", r"\b(?:rabat\w*|zniżk\w+|taniej|tańsz\w+|upust\w*|lepsz\w+ cen\w+|obniż\w+)\b", r"\bnie (?:stać|mamy (?:\S+ )?(?:budżet|pieni|środk)\w*)\b", r"\bbudżet\w*\b[^.?!\n]{0,40}(?:\d|ogranicz|nie|wyczerp|mniejsz)"),
        (r"\bdrog\w+\b(?! (?:pan|koleg))", r"\bcen\w+\b", r"\bbudżet\w*", r"\d ?(?:zł|pln|euro|€)"),
    ),
    "not_interested": (
        (r"\bnie (?:jestem|jesteśmy|są|jest) (?:\S+ )?(?:zainteresowan\w+|tym)\b", r"\bnie (?:interesuje|potrzebuj\w+|potrzeba|planuj\w+|szukam\w*|skorzyst\w+|będziemy|zamierzam\w*|mamy (?:takiej )?potrzeb\w*|dla nas|dotyczy)\b", r"\bnie,? dziękuj\w+\b|\bdziękuj\w+,? ale\b|\bdziękuj\w+,? nie\b", r"^\W*nie\b[^?\n]{0,30}$", r"\bbrak (?:zainteresowania|potrzeb\w*)\b", r"\b(?:rezygnuj\w+|zrezygnowa\w+|odmaw\w+|odrzuc\w+)\b", r"\bzdecydowaliśmy (?:się )?(?:nie|zostać|pozostać)\b", r"\bprojekt (?:\S+ ){0,3}(?:anulowan|wstrzyman|zamknięt|odwołan)\w*", r"\bzostajemy (?:przy|z)\b"),
        (r"\bniestety\b", r"\bprzykro\b", r"\bdziękuj\w+ za (?:ofertę|propozycję)\b"),
    ),
    "not_now": (
        (r"\b(?:odezw|kontakt|zadzwoń|zadzwoni|napisz|napisać|wróć|wróci|przypomn|porozmawia|ponow|skontakt|pisz)\w*\b[^.?!\n]{0,60}(?:za|po|w|we|później|na początku|od|pod koniec|kiedy|gdy|ponownie|jeszcze raz|przyszł|wiosn|jesien|następn)\w*", r"\b(?:teraz|obecnie|na razie|w tej chwili|chwilowo|w tym (?:roku|miesiącu|kwartale)|jeszcze)\b[^.?!\n]{0,25}\b(?:nie|brak|dużo|zajęc|mamy|jestem|mało)\w*\b", r"\bnie (?:teraz|mam czasu|mamy czasu|w tej chwili|na razie|przed|wcześniej)\b", r"\b(?:dam|damy|dajemy) (?:\S+ )?znać\b", r"\b(?:później|odłoż\w+|przełoż\w+|wstrzyma\w+|zawiesz\w+|odroczon\w+|przesun\w+|zamrożon\w+)\b", r"\b(?:zajęt\w+|zarobion\w+|brak czasu|gorący okres|urwanie głowy|inwentaryzacj\w+|zamknięci\w+ (?:roku|miesiąca))\b", r"\b(?:muszę|musimy|trzeba) (?:\S+ ){0,4}(?:zastanow|przemyśl|omów|skonsult|porozmaw|ustal|zaczek|poczek|przedyskut|sprawdz)\w*"),
        (r"\bpóźniej\b", r"\brazie\b", r"\bponownie\b", r"\bznać\b"),
    ),
    "interested": (
        (r"\b(?:jestem|jesteśmy|byłbym|byłabym|bylibyśmy|bardzo|tak) (?:\S+ )?zainteresowan\w+", r"\b(?:brzmi|wygląda|zapowiada się) (?:\S+ )?(?:dobrze|ciekawie|interesująco|świetnie|obiecująco|nieźle)\b", r"\b(?:proszę|poproszę|prosimy) (?:\S+ ){0,3}(?:o |przesłać|wysłać|przysłać|podesłać|przygotować|zadzwonić)\b[^.?!\n]{0,50}(?:ofert|informacj|katalog|wycen|materiał|szczegół|broszur|cennik|prezentacj|propozycj|kontakt|telefon)?\w*", r"\b(?:chciał\w+|chętnie|chcielibyśmy|chcemy|chcę) (?:\S+ ){0,3}(?:zobacz|dowiedzie|wiedzie|spróbow|przetestow|porozmaw|zapozna|otrzyma|umów|kupi|poznać|obejrz|skorzyst)\w*", r"\bchętnie\b", r"\b(?:szukamy|szukam|rozglądamy|potrzebujemy|rozważamy|planujemy) (?:\S+ )?(?:właśnie|akurat|czegoś|się)?\b(?! nie)", r"\b(?:dokładnie|właśnie) (?:to|tego|czego)\b", r"\bproszę (?:o telefon|dzwonić|zadzwonić)\b", r"\b(?:następn\w+|kolejn\w+|dalsz\w+) krok\w*\b", r"\bciekaw\w+\b"),
        (r"\bzainteresowan\w+", r"\bofert\w+", r"\bdemo\w*\b", r"\bprezentacj\w+"),
    ),
    "question": ((), (r"\?", r"\b(?:pytanie|pytania|czy|ile|jak|kiedy|jaki\w*|gdzie|co)\b", r"\b(?:czy|ile|jak|kiedy|jaki\w*|gdzie)\b[^.!\n]*\?")),
    "thanks_only": (
        (r"^\W*(?:(?:ok|dobrze|super|świetnie|otrzymał\w+|odebrał\w+|przyjąłem|przyjęłam|rozumiem|jasne|dzięki(?: (?:za|wielkie) ?[^.?!\n]{0,60})?|dziękuj\w+(?: (?:bardzo|za|ślicznie|serdecznie) ?[^.?!\n]{0,60})?|serdecznie dziękuj\w+(?: za [^.?!\n]{0,60})?|bardzo dziękuj\w+(?: za [^.?!\n]{0,60})?|nie ma za co|wzajemnie|miłego (?:dnia|weekendu)|pozdrawiam)\W*)+$",),
        (r"\bdziękuj\w+|\bdzięki\b", r"\botrzyma\w+"),
    ),
}  # fmt: skip
