"""German words by category and value. Lower case; phrases are matched longest first, as whole words."""

from __future__ import annotations

from etl.reading.languages.countries import country_names
from etl.reading.languages.de.numbers import NUMBERS
from etl.reading.languages.inflection import german, german_adjectives, joined, pairs

_HOMES = (
    "ihre heimat|ihre häuser|ihre wohnungen|ihre dörfer|ihre heimatorte|ihr zuhause|ihre wohnorte|ihre heimatdörfer|"
    "ihre heimatregion|ihr haus|ihren heimatort|ihr dorf|ihre orte"
)
_STILL = (
    "noch immer vertrieben|weiterhin vertrieben|noch vertrieben|immer noch vertrieben|bleiben vertrieben|"
    "weiter vertrieben|sind vertrieben|waren vertrieben|sind noch vertrieben|gelten als vertrieben"
)

LEXICON: dict[str, dict[str, str]] = {
    "number": NUMBERS,
    "scale": {
        "100": "hundert",
        "1000": "tausend|tsd|tsd.",
        "1000000": "million|millionen|mio|mio.",
        "1000000000": "milliarde|milliarden|mrd|mrd.",
    },
    "vague": {
        "2000000": "millionen|mehrere millionen|viele millionen|millionen von|einige millionen",
        "200000": "hunderttausende|hunderttausenden|hunderttausender|mehrere hunderttausend|einige hunderttausend|"
        "viele hunderttausend",
        "20000": "zehntausende|zehntausenden|zehntausender|mehrere zehntausend|einige zehntausend|zigtausende|"
        "abertausende",
        "2000": "tausende|tausenden|tausender|mehrere tausend|einige tausend|ein paar tausend|mehreren tausend|"
        "viele tausend",
        "200": "hunderte|hunderten|hunderter|mehrere hundert|einige hundert|ein paar hundert|mehreren hundert|"
        "viele hundert",
        "24": "dutzende|dutzenden|dutzender|mehrere dutzend|einige dutzend|ein paar dutzend",
        "2": "mehrere|mehreren|mehrerer|viele|vielen|zahlreiche|zahlreichen|einige|etliche|eine reihe von|"
        "eine vielzahl von",
    },
    "quantifier": {
        "more_than": "mehr als|über|überstieg|übersteigt|überschritt|überschreitet|deutlich mehr als|weit mehr als|"
        "etwas mehr als|gut|deutlich über|weit über",
        "at_least": "mindestens|wenigstens|nicht weniger als|zumindest|minimum",
        "about": "etwa|rund|ungefähr|circa|ca|ca.|zirka|schätzungsweise|um die|annähernd|geschätzt|geschätzte|"
        "geschätzten|schätzt auf|im schnitt|durchschnittlich|an die|etwa um die|in etwa|rd|rd.",
        "nearly": "fast|knapp|nahezu|beinahe|kaum weniger als|nicht ganz",
        "at_most": "bis zu|höchstens|maximal|nicht mehr als|allenfalls|bis",
        "less_than": "weniger als|unter",
    },
    "quantifier_after": {
        "at_least": "oder mehr|mindestens|und mehr",
        "about": "etwa|ungefähr|schätzungsweise",
        "at_most": "höchstens|maximal",
    },
    "exceeds": {
        "more_than": "übersteigt|übersteigen|überstieg|überstiegen|überschritt|überschritten|überschreitet|übertrifft|"
        "übertraf",
        "at_most": "übersteigt nicht|überschreitet nicht",
    },
    "person": {
        "": joined(
            "menschen|mensch|personen|person|leute|seelen|einwohner|einwohnern|einwohnerinnen|bewohner|bewohnern|"
            "bewohnerinnen|dorfbewohner|anwohner|insassen|passagiere|bootsinsassen|schiffbrüchige|überlebende|"
            "überlebenden|opfer|opfern|geiseln|geisel|staatsbürger|staatsbürgern|staatsangehörige|staatsangehörigen|"
            "bürger|bürgern|bürgerinnen|erwachsene|erwachsenen|gläubige|pilger|studenten|arbeiter|"
            "männer, frauen und kinder|frauen, kinder und männer|kinder, frauen und männer|angehörige|angehörigen|"
            "betroffene|festgenommene|neuankömmlinge|neuankömmlingen|ankömmlinge|landsleute|leichen|verdächtige|"
            "verdächtigen",
            "flüchtlinge|flüchtlingen|flüchtling|bootsflüchtlinge|kriegsflüchtlinge|geflüchtete|geflüchteten|"
            "geflohene|schutzsuchende|schutzsuchenden|asylsuchende|asylsuchenden|asylbewerber|asylbewerbern|"
            "asylbewerberinnen|migranten|migrantinnen|migrant|bootsmigranten|rückkehrer|rückkehrern|rückkehrerinnen|"
            "heimkehrer|evakuierte|evakuierten|gefangene|gefangenen|häftlinge|häftlingen|häftling|inhaftierte|"
            "inhaftierten|verschleppte|entführte",
            "weitere wurden|weitere sind|weitere seien|weitere haben|weitere kamen|weitere werden|andere wurden|"
            "andere sind",
        ),
        "civilians": "zivilisten|zivilist|zivilpersonen|zivilistinnen",
        "isis_members": "is-kämpfer|is-kämpfern|is-mitglieder|is-mitgliedern|is-anhänger|is-anhängern|is-terroristen|"
        "is-gefangene|is-häftlinge|dschihadisten|dschihadist|terroristen|terrorist|extremisten|islamisten|"
        "kämpfer des is|mitglieder des is|anhänger des is|kämpfer der terrormiliz|mitglieder der terrormiliz|"
        "mutmaßliche is-kämpfer|mutmaßliche is-mitglieder|mutmaßliche is-anhänger|kämpfer des islamischen staates|"
        "kämpfer der dschihadistenmiliz|milizionäre des is",
        "fighters": "kämpfer|kämpfern|rebellen|milizionäre|milizionären|bewaffnete|aufständische|aufständischen|"
        "guerillakämpfer|angreifer",
        "sdf_fighters": "sdf-kämpfer|kämpfer der sdf|kurdische kämpfer",
        "idps": joined(
            "vertriebene|vertriebenen|vertriebener|binnenvertriebene|binnenvertriebenen|binnenvertriebener|"
            "binnenflüchtlinge|binnenflüchtlingen|intern vertriebene|intern vertriebenen|inlandsvertriebene|"
            "inlandsflüchtlinge|vertriebene menschen|vertriebenen menschen|heimatvertriebene",
        ),
        "women": "frauen|frau|frauen und mädchen|mädchen und frauen|ehefrauen|witwen|mütter|müttern",
        "men": "männer|männern|mann",
        "children": "kinder|kindern|kind|minderjährige|minderjährigen|waisen|waisenkinder|jungen|mädchen|babys|"
        "säuglinge|jugendliche|jugendlichen|kleinkinder|kinder und jugendliche",
        "women_children": "frauen und kinder|frauen und kindern|kinder und frauen|frauen und minderjährige",
        "isis_families": "angehörige von is-kämpfern|angehörige von is-mitgliedern|familienangehörige von is-kämpfern|"
        "is-angehörige|is-angehörigen",
        "soldiers": "soldaten|soldat|soldatinnen|polizisten|polizist|polizeibeamte|sicherheitskräfte|"
        "sicherheitskräften|grenzschützer|blauhelme|gendarmen|beamte|beamten|regierungssoldaten|offiziere|wachleute",
        "aid_workers": "helfer|helfern|mitarbeiter|entwicklungshelfer",
        "elderly": "alte menschen|ältere menschen|senioren",
        "foreigners": "ausländische kämpfer|ausländischen kämpfer|ausländischen is-kämpfern|ausländische is-kämpfer",
    },
    "family": {"families": "familien|familie|haushalte|haushalten|haushalt|is-familien|flüchtlingsfamilien"},
    "thing": {
        "": "delegierte|delegierten|demonstranten|teilnehmer|abgeordnete|minister|ärzte|lehrer|gruppen|uhr|m|cm|"
        "lastwagen|lkw|lkws|laster|busse|bussen|bus|autos|fahrzeuge|fahrzeugen|transporter|konvois|boote|booten|boot|"
        "schlauchboote|schlauchbooten|schiffe|schiffen|flugzeuge|flüge|flügen|hubschrauber|krankenwagen|züge|"
        "kilometer|kilometern|km|meter|metern|seemeilen|quadratkilometer|quadratkilometern|quadratmeter|quadratmetern|"
        "hektar|kilo|kilogramm|kg|tonnen|liter|säcke|euro|dollar|franken|pfund|rupien|prozent|%|prozentpunkte|dörfer|"
        "dörfern|dorf|städte|städten|ortschaften|orte|orten|stadtteile|gemeinden|provinzen|bezirke|regionen|"
        "bundesländer|staaten|länder|ländern|nationen|lager|lagern|camps|camp|unterkünfte|notunterkünfte|zentren|"
        "zelte|zelten|häuser|häusern|gebäude|wohnungen|schulen|krankenhäuser|krankenhäusern|kliniken|märkte|"
        "klassenzimmer|betten|plätze|plätzen|sitze|kontrollpunkte|stellungen|stützpunkte|angriffe|angriffen|"
        "luftangriffe|anschläge|anschlägen|vorfälle|raketen|drohnen|granaten|explosionen|einsätze|einsätzen|gefechte|"
        "jahre alt|jahre|jahren|jährige|jähriger|lebensjahre|mal|grad|seiten|nationalitäten|pakete|hilfspakete|"
        "rationen|mahlzeiten|decken|impfdosen|fälle|fällen|akten|stimmen|sitze im parlament|projekte|partner|"
        "organisationen|hilfsorganisationen|minuten|sekunden|tiere|rinder|schafe|arbeitsplätze|stellen|heimreisen|"
        "grenzübertritte|todesfällen|drittel|viertel"
    },
    "money": {"": "euro|dollar|franken"},
    "reached": {
        "": "verteilten|verteilte|verteilen|halfen|half|helfen|hilft|versorgten|versorgte|ausgelegte|ausgelegten|"
        "geplant für|gedacht für|aufnehmen kann|behandelt|behandelten|betreut|erhielten|erhalten|erhielt|bekommen|"
        "bekamen|bekommt|hilfe|hilfen|nothilfe|versorgt|versorgen|benötigen|benötigten|brauchen|brauchten|angewiesen|"
        "bedürftig|kapazität|platz für|platz bieten|plätze für|bieten platz|ausgelegt|aufnehmen können|fasst|fassen|"
        "geimpft|verteilt|unterstützt|vermisst|vermisste|vermissten|vermisst gemeldet|verschwunden|verschollen|"
        "befragt|befragte|befragten|befragung|demonstrierten|protestierten|entsandt|stationiert|beschäftigt|besetzte"
    },
    "measure": {
        "exits": joined(
            german_adjectives("evakuiert|herausgebracht|entkommen"),
            "evakuierung|evakuierungen|evakuierten|evakuieren|evakuierte|entkamen|entkam|herausgekommen|herausgeholt|"
            "in sicherheit gebracht|verließen die enklave|verlassen die enklave|die enklave verlassen|hinausgelangt|"
            "den ort verlassen|das gebiet verlassen|die letzte hochburg verlassen|das is-gebiet verlassen|entkommen|"
            "die letzte enklave verlassen|den letzten zufluchtsort verlassen|das letzte gebiet verlassen|"
            "verließen die letzte enklave|verließen den ort|verließen das gebiet|herausgekommenen|heraus|hinaus|exodus",
        ),
        "fled": "geflohen|geflohene|flohen|floh|fliehen|flieht|flucht|flüchteten|flüchtete|geflüchtet|flüchten|"
        "auf der flucht|die flucht ergriffen|ergriffen die flucht|entflohen|entfliehen|in die flucht getrieben|"
        "in die flucht geschlagen",
        "departures": "verließen|verlassen|verließ|verlässt|ausgereist|ausreisen|ausreise|ausreisten|abgereist|"
        "abreise|abgefahren|aufgebrochen|brachen auf|aufbruch|weggezogen|fortgegangen|wegzug|abtransport|reisten aus|"
        "reisten|reiste aus|auf den weg gemacht|auf den weg nach",
        "arrivals": joined(
            german_adjectives("angekommen|eingetroffen|überstellt|verlegt|umgesiedelt"),
            "kamen an|kommen an|ankamen|trafen ein|treffen ein|eintrafen|eintreffen|trafen|ankunft|ankünfte|ankommen|"
            "gebracht|gebrachte|verlegung|überstellung|eingereist|einreise|einreisten|einreisen|reisten ein|"
            "erreichten|erreicht|erreichte|erreichen|landeten|gelandet|gelangten|gelangt|zustrom|zuzug|transportiert|"
            "kamen nach|kamen in|gekommen|nach europa gekommen|anlandungen|aufgenommen|brachten|umsiedlung",
        ),
        "returns": joined(
            german_adjectives("zurückgekehrt|zurückgebracht|zurückgeholt|repatriiert|zurückgeführt|heimgekehrt"),
            german_adjectives("abgeschoben|zurückgeschickt|heimgebracht"),
            "rückkehrer|rückkehrern|rückkehrerinnen|heimkehrer|kehrten|kehrte|kehren|zurück|zurückkehren|"
            "zurückkehrten|zurückkehrende|zurückkehrenden|rückkehr|heimkehr|heimgeholt|rückführung|rückführungen|"
            "repatriierung|rückholung|abschiebung|abschiebungen|zurückgegangen in|in ihre heimat zurück|"
            "nach hause zurück|wieder zu hause|rücküberstellt|zurückzukehren|schob|schoben|schiebt|abgeschoben worden|"
            "in ihr heimatland zurückgekehrt|in ihre heimat zurückgekehrt",
        ),
        "displaced": joined(
            german_adjectives("vertrieben|entwurzelt"),
            _STILL,
            pairs(_HOMES, "verlassen|verlassen müssen|verlassen mussten"),
            pairs("verließen|mussten|verlassen", _HOMES),
            "vertreibung|vertreibungen|vertreiben|binnenvertriebene|mussten fliehen|musste fliehen|fliehen müssen|"
            "fliehen mussten|zur flucht gezwungen|zur flucht gezwungen worden|in die flucht getrieben|obdachlos|"
            "aus ihrer heimat geflohen|aus ihren häusern geflohen|auf der flucht im eigenen land|flüchten müssen|"
            "mussten flüchten|innerhalb des landes geflohen|zu vertriebenen",
        ),
        "cross_border": joined(
            german_adjectives("überquert"),
            "überquerten|überquerte|überqueren|überquerung|überquerungen|über die grenze|über die grenze geflohen|"
            "über die grenze gekommen|ins ausland geflohen|ins nachbarland geflohen|in nachbarländer geflohen|"
            "in die nachbarländer geflohen|ins ausland|ins nachbarland|in die nachbarländer|passierten die grenze|"
            "die grenze passiert|in andere staaten geflohen|asyl beantragt",
        ),
        "population": joined(
            german_adjectives("untergebracht|eingeschlossen|beherbergt|festgehalten|gestrandet|eingesperrt"),
            german_adjectives("belagert"),
            "leben|lebt|lebten|lebte|lebend|wohnen|wohnten|hausen|beherbergen|befinden|befanden|befindet|harren|"
            "harrten|ausharren|sitzen|saßen|steckten|stecken|bevölkerung|verblieben|verbliebene|verbliebenen|bleiben|"
            "blieben|sich aufhalten|aufhalten|aufhielten|halten sich|hielten sich|unterkunft gefunden|"
            "zuflucht gefunden|aufgenommen haben|beheimatet|halten sich auf|gab es|gibt es|sind auf der flucht|"
            "waren auf der flucht|leben dort|nehmen|schutz gefunden|waren binnenvertriebene",
        ),
        "arrests": joined(
            german_adjectives("festgenommen|verhaftet|inhaftiert|festgesetzt|interniert"),
            "festnahme|festnahmen|verhaftung|verhaftungen|verhafteten|nahmen fest|fest|gefangen genommen|"
            "gefangengenommen|gefangen|nahm fest|in haft|in gewahrsam|in gewahrsam genommen|inhaftierung|gefasst|"
            "festnehmen|festzunehmen",
        ),
        "surrenders": "ergeben|ergaben|ergaben sich|ergab sich|gestellt|kapituliert|kapitulierten|kapitulation|"
        "haben sich ergeben|sich ergeben|stellten sich|aufgegeben|die waffen niedergelegt|aufgabe",
        "releases": joined(
            german_adjectives("freigelassen|befreit|freigekommen|gerettet|freigesprochen|aus der haft entlassen"),
            "freilassung|freilassungen|befreiung|befreiten|befreite|retteten|rettete|retten|rettung|entlassen|"
            "entlassung|kamen frei|frei|auf freiem fuß|ließen frei|freilassen|aus dem wasser geholt|"
            "aus seenot gerettet",
        ),
        "deaths": joined(
            german_adjectives("getötet|ermordet|umgebracht|hingerichtet|erschossen|ertrunken|umgekommen|gestorben"),
            "tote|toten|toter|tot|todesopfer|todesopfern|todesfälle|todesfall|starben|starb|sterben|gestorben|"
            "ums leben|ums leben gekommen|ums leben gebracht|kamen ums leben|töteten|tötete|töten|tötung|tod|"
            "ertranken|getöteten|verloren ihr leben|ihr leben verloren|verlor sein leben|gefallen|fielen|"
            "leben gekostet|das leben gekostet|verstorben|verstarben|mord an|erlagen|tot geborgen|geborgen",
        ),
        "injured": joined(
            german_adjectives("verletzt|verwundet|schwerverletzt|leichtverletzt"),
            "verletzte|verletzten|verletzungen|verletzten sich|verwundeten|erlitten verletzungen",
        ),
    },
    # A verb and the particle or phrase that ends its clause.
    "split": {
        "arrivals": joined(
            pairs("kam|kamen|kommt|kommen", "… an"),
            pairs("traf|trafen|trifft|treffen|reiste|reisten|reisen|lief|liefen", "… ein"),
        ),
        "departures": joined(
            pairs("reiste|reisten|reisen|fuhr|fuhren|zog|zogen", "… ab"),
            pairs("reiste|reisten|reisen", "… aus"),
            pairs("brach|brachen", "… auf"),
            pairs("zog|zogen", "… weg"),
        ),
        "exits": pairs("kam|kamen|kommen|holte|holten|brachte|brachten", "… heraus"),
        "returns": joined(
            pairs("kehrte|kehrten|kehren|kam|kamen|kommen|ging|gingen|brachte|brachten", "… zurück"),
            pairs("holte|holten|schickte|schickten|führte|führten|nahm|nahmen", "… zurück"),
            pairs("schob|schoben|schiebt|schieben", "… ab"),
        ),
        "arrests": pairs("nahm|nahmen|nehmen|setzte|setzten|hielt|hielten|halten", "… fest"),
        "population": joined(
            pairs("nahm|nahmen|nehmen|hielt|hielten|halten", "… auf"),
            pairs("saß|saßen|sitzen|steckten|stecken", "… fest"),
        ),
        "deaths": joined(pairs("kam|kamen|kommen", "… ums leben"), pairs("brachte|brachten", "… um")),
        "releases": pairs("ließ|ließen|lassen|kam|kamen|gaben", "… frei"),
    },
    "weak": {"": "gebracht|verlegt|überstellt|transportiert|verlegung|überstellung|brachten|umgesiedelt"},
    "participle": {"": "fliehende|fliehenden|flüchtende|flüchtenden|auf der flucht vor"},
    "still": {"": _STILL},
    "filler": {"": "an einem einzigen tag|an einem tag|binnen eines tages|innerhalb eines tages|was übrig ist von"},
    "carry": {"": "an bord|mit an bord|beladen mit"},
    "rate": {
        "": "pro tag|täglich|am tag|jeden tag|pro woche|wöchentlich|jede woche|pro monat|monatlich|im monat|"
        "pro stunde|pro jahr"
    },
    "rise": {
        "grows": "stieg auf|steigt auf|gestiegen auf|auf gestiegen|stieg|stiegen|steigt|gestiegen|erhöhte sich auf|"
        "erhöht sich auf|erhöhte sich|erhöht sich|wuchs auf|angewachsen auf|wächst auf|anstieg auf|stieg von|wuchs von",
        "": "erreichte|erreicht|beträgt|betrug|beläuft sich auf|belief sich auf|beläuft sich|belief sich|lag bei|"
        "liegt bei|lag|liegt|sank auf|fiel auf|ging auf|gesunken auf|beziffert|bezifferte|gesamtzahl von|zählte|zählt|"
        "summiert sich auf|insgesamt auf",
    },
    "count_of": {
        "": "zahl der|die zahl der|anzahl der|die anzahl der|gesamtzahl der|die gesamtzahl der|zahl von|anzahl von|"
        "die zahl|die gesamtzahl|zahl|bilanz|opferzahl|die opferzahl|die zahl aller"
    },
    "anaphor": {
        "": "diese familien|diese menschen|diese personen|die gruppe|der konvoi|sie|diese flüchtlinge|"
        "diese vertriebenen"
    },
    "month": {
        "1": "januar|jänner|jan|januars",
        "2": "februar|feber|feb",
        "3": "märz|mrz",
        "4": "april|apr",
        "5": "mai",
        "6": "juni|jun",
        "7": "juli|jul",
        "8": "august|aug",
        "9": "september|sept|sep",
        "10": "oktober|okt",
        "11": "november|nov",
        "12": "dezember|dez",
    },
    "day_ordinal": {"1": "ersten|erster"},
    "weekday": {
        "0": "montag|montagabend|montagmorgen|montagnachmittag|montagmittag|montagnacht",
        "1": "dienstag|dienstagabend|dienstagmorgen|dienstagnachmittag|dienstagmittag|dienstagnacht",
        "2": "mittwoch|mittwochabend|mittwochmorgen|mittwochnachmittag|mittwochmittag|mittwochnacht",
        "3": "donnerstag|donnerstagabend|donnerstagmorgen|donnerstagnachmittag|donnerstagmittag|donnerstagnacht",
        "4": "freitag|freitagabend|freitagmorgen|freitagnachmittag|freitagmittag|freitagnacht",
        "5": "samstag|sonnabend|samstagabend|samstagmorgen|samstagnachmittag|samstagmittag|samstagnacht",
        "6": "sonntag|sonntagabend|sonntagmorgen|sonntagnachmittag|sonntagmittag|sonntagnacht",
    },
    "time_unit": {
        "hour": "stunden|stunde",
        "day": "tagen|tage|tag|tages",
        "week": "wochen|woche",
        "month": "monaten|monate|monat|monats|monatsbeginn|monatsanfang",
        "year": "jahr|jahres|jahre|jahren|jahresbeginn|jahresanfang",
    },
    "part_of_day": {
        "": "abend|früh|nachmittag|vormittag|mittag|am abend des|am morgen des|am abend|am nachmittag|am morgen|"
        "den abend des"
    },
    "relative_day": {
        "-1": "morgen",
        "0": "heute|am heutigen tag|heute morgen|heute früh|heute abend",
        "1": "gestern|am vortag|gestern abend|gestern morgen|tags zuvor",
        "2": "vorgestern",
    },
    "since": {
        "": "seit|seit dem|seit der|seit den|ab dem|ab|von beginn|beginnend mit|beginnend am",
        "after": "nach|nach dem|nach der",
    },
    "conflict": {
        "": "kämpfe|kämpfen|gefechte|gefechten|konflikt|konflikts|konflikte|krieg|kriegs|kriegsbeginn|bürgerkrieg|"
        "offensive|militäroffensive|operation|militäroperation|krise|angriff|angriffs|angriffe|angriffen|sturm|"
        "kampagne|zusammenstöße|invasion|belagerung|gewalt|eskalation|schlacht|putsch|militärputsch|machtübernahme|"
        "umsturz|sturz|aufstand|erdbeben|überschwemmungen|überschwemmung|bombardement|ausbruch|rebellion|zyklon|"
        "einmarsch|unruhen|waffenruhe|feuerpause|angriffskrieg|angriffskriegs|vormarsch|überfall|hurrikan|völkermord|"
        "kriegsausbruch",
        "then": "damals|diesem zeitpunkt|diesem tag",
    },
    "event": {
        "2018-12-19": "trumps entscheidung|trumps ankündigung|entscheidung trumps|entscheidung von trump|"
        "us-entscheidung|entscheidung des us-präsidenten|ankündigung des us-präsidenten|us-abzugsankündigung|"
        "ankündigung des us-abzugs|abzugsentscheidung|entscheidung von us-präsident trump"
    },
    "decision": {"": "entscheidung|ankündigung|ultimatum|beschluss|erklärung|anordnung"},
    "most": {"": "mehrheit|die mehrheit|die meisten|größtenteils|mehrheitlich|überwiegend|zumeist|vor allem"},
    "night": {
        "": "in der nacht|über nacht|letzte nacht|vergangene nacht|nachts|in der vergangenen nacht|"
        "in der letzten nacht|während der nacht"
    },
    "coming": {"": "kommenden|kommende|nächsten|nächste|nächster|kommender|nächstes|bevorstehenden"},
    "same_period": {
        "": "im selben zeitraum|im gleichen zeitraum|in diesem zeitraum|in dieser zeit|in derselben zeit|"
        "in der gleichen zeit|in jenem zeitraum|während dieser zeit|in diesen tagen"
    },
    "next_month": {"": "im folgenden monat|im folgemonat|im monat darauf|im darauffolgenden monat"},
    "collected": {
        "": "daten wurden erhoben|daten erhoben|datenerhebung|daten wurden gesammelt|erhebung fand|befragung fand|"
        "umfrage wurde durchgeführt|interviews wurden geführt"
    },
    "began": {
        "": "die begann|die begannen|begann|begannen|der begann|begonnen|begonnenen|begonnene|ausgebrochen|ausbrachen|"
        "ausbrach|gestartet|begann am|eskalierten|eskalierte"
    },
    "until": {"": "bis|bis zum|bislang|bis heute|bis ende|bis zum ende"},
    "as_of": {
        "": "stand|stand vom|mit stand vom|bis zum|bis|per|zum stichtag|stichtag|mit stand|nach dem stand vom|"
        "bis ende|zum ende"
    },
    "last": {
        "": "in den|in der|im|in|binnen|innerhalb von|während der|innerhalb der|innerhalb|während|in nur|"
        "in weniger als|über einen zeitraum von|binnen weniger als|innerhalb nur|im laufe der|im laufe des|"
        "im verlauf der|an den|am|allein in den|in einem zeitraum von"
    },
    "this": {"": "diese|diesem|dieser|dieses|laufenden|laufende|aktuellen|diesen|des laufenden"},
    "former": {
        "": "letzten|vergangenen|letzte|vergangene|vorigen|vorige|letztem|vergangenem|vorangegangenen|zurückliegenden|"
        "letzter|vergangener|vergangenes|letztes|vorherigen|jüngsten"
    },
    "edge": {
        "start": "anfang|beginn|zu beginn|zu anfang|anfangs|jahresbeginn|jahresanfang|monatsbeginn|monatsanfang",
        "mid": "mitte",
        "end": "ende|zum ende",
    },
    "total": {
        "": "insgesamt|bislang|bisher|gesamt|zusammen|in summe|bis heute|inzwischen|mittlerweile|gesamtzahl|"
        "insgesamt bereits|die gesamtzahl|kumuliert|bereits|im ganzen"
    },
    "include": {
        "next": "die übrigen sind|die anderen sind|die übrigen waren|bei ihnen handelt es sich um|es handelt sich um|"
        "dabei handelt es sich um",
        "": "darunter|davon|unter ihnen|einschließlich|von ihnen|von denen|von diesen|inklusive|unter den toten|"
        "unter den opfern|unter denen|unter diesen|darunter auch|darunter mindestens|hiervon|unter den verletzten|"
        "unter den getöteten|unter den rückkehrern|eingeschlossen sind",
    },
    "within_total": {"": "von insgesamt|aus insgesamt|von den insgesamt|von den|von zusammen"},
    "same": {
        "": "also|aus|oder|das heißt|das sind|was entspricht|das entspricht|entsprechend|mit|mit insgesamt|"
        "bestehend aus|sprich|beziehungsweise|bzw|bzw.|d.h."
    },
    "modality": {
        "projected": "erwartet|erwarten|könnten|könnte|voraussichtlich|droht|drohen|drohe|rechnet mit|rechnen mit|"
        "rechnet|rechnen|befürchtet|befürchten|fürchtet|befürchteten|prognostiziert|prognose|schätzungen könnten|"
        "bedroht|dürften|dürfte|womöglich|gefährdet|möglicherweise",
        "planned": "geplant|geplante|sollen|soll|sollten|sollte|werden sollen|planen|plant|planten|wollen|will|"
        "vorgesehen|vorbereitet|vorbereitungen|bereiten sich|bereitet sich|vor der rückkehr|beabsichtigt|"
        "werden zurückkehren|werde|angekündigt",
    },
    "nationality": {
        "other:foreign": "ausländer|ausländern|ausländerinnen|ausländische|ausländischen|ausländischer|ausländisch",
        "other:western": "westliche|westlichen|westlicher",
        "other:third country nationals": "drittstaatsangehörige|drittstaatsangehörigen|drittstaatler",
        "other:european": german("europäer|europäisch"),
        "other:asian": german("asiate|asiatisch"),
        "other:african": german("afrikaner|afrikanisch"),
        "other:Arab": german("araber|arabisch"),
    },
    "country": country_names("de"),
    "preposition": {
        "": "von|mit|für|aus|in|auf|bei|nach|zu|zum|zur|die|dass|wo|laut|nahe|gegen|vor|sich|an|am|im|beim|durch|um|"
        "über|unter|zwischen|wegen|trotz|während|ohne|entlang|innerhalb|außerhalb|als|wie|weil|wenn|nachdem|bevor|"
        "obwohl|damit|denen|deren|dessen|welche|aufgrund|infolge|ins|zufolge|angaben|gegenüber|seit|bis"
    },
    "and": {"": "und|sowie"},
    "range_to": {"": "bis"},
    "between": {"": "zwischen"},
    "from": {"": "vom|von"},
    "in_period": {
        "": "am|den|im|in der nacht zum|in der nacht auf|in der nacht von|in der zeit|in der nacht auf den|am frühen|"
        "im zeitraum"
    },
    "article": {
        "": "der|die|das|den|dem|des|weitere|weiteren|weiterer|andere|anderen|neue|neuen|neuer|zusätzliche|"
        "zusätzlichen|eigene|junge|jungen|sogenannte|registrierte|registrierten|geflüchteten|geflüchtete|monat|monats"
    },
    "verb": {
        "": "sind|wurden|haben|hat|ist|war|waren|worden|seien|sei|wurde|hatten|hätten|habe|werden|wird|sein|gewesen|"
        "konnten|können|mussten|müssen|bereits|auch|noch|weiterhin|derzeit|inzwischen|mittlerweile|freiwillig|"
        "gewaltsam|erneut|wieder|zuletzt"
    },
    "ordinal": {
        "": "artikel|seite|nummer|resolution|kapitel|anhang|nr|nr.|tabelle|abbildung|route|flug|bericht|abschnitt|"
        "phase|paragraf|absatz|covid|alter von"
    },
    "camp": {
        "": "lager|lagern|lagers|camp|camps|flüchtlingslager|flüchtlingslagern|al-hol|al-hol-lager|al-hol-camp|hol|"
        "roj|vertriebenenlager|zeltlager|flüchtlingscamp|unterkunft|unterkünften|insassen des lagers|hol-camp"
    },
    "enclave": {
        "": "enklave|hochburg|baghus|baghuz|baghouz|al-bagouz|is-gebiet|kalifat|kalifats|ost-ghuta|ghuta|belagerte|"
        "belagerten|letzte bastion|letzten bastion|is-hochburg|hadschin"
    },
    "that": {"": "dass"},
    "say": {
        "": "sagte|sagten|teilte|teilten|berichtete|berichteten|berichtet|erklärte|erklärten|meldete|meldeten|"
        "mitgeteilt|mitteilte|mitteilten|bestätigte|bestätigten|gab bekannt|bekannt gab|hieß es|twitterte|"
        "veröffentlichte|veröffentlicht|verkündete|gab an|schrieb|so das|laut einem bericht vom|angaben vom|betonte|"
        "warnte|gaben an"
    },
    "source": {
        "UN": "vereinten nationen|den vereinten nationen|vereinte nationen|uno|un|uno-angaben|un-angaben",
        "UNHCR": "unhcr|un-flüchtlingshilfswerk|uno-flüchtlingshilfswerk|un-flüchtlingshilfswerks|"
        "uno-flüchtlingshilfswerks|flüchtlingshilfswerk der vereinten nationen|un-flüchtlingshilfswerk unhcr|"
        "flüchtlingshochkommissariat",
        "OCHA": "ocha|un-nothilfebüro|uno-nothilfebüro|un-nothilfebüro ocha|un-nothilfebüros|ocha-angaben",
        "SOHR": "beobachtungsstelle für menschenrechte|syrische beobachtungsstelle|syrischen beobachtungsstelle|"
        "syrische beobachtungsstelle für menschenrechte|syrischen beobachtungsstelle für menschenrechte",
        "IOM": "iom|internationale organisation für migration|internationalen organisation für migration|"
        "un-organisation für migration|iom-angaben",
        "UNICEF": "unicef|un-kinderhilfswerk|un-kinderhilfswerk unicef|kinderhilfswerk unicef",
        "WHO": "weltgesundheitsorganisation|who|weltgesundheitsorganisation who",
        "IDMC": "idmc|beobachtungsstelle für binnenvertriebene|beobachtungsstelle für intern vertriebene",
        "MSF": "ärzte ohne grenzen|msf",
        "ICRC": "ikrk|internationale komitee vom roten kreuz|internationalen komitee vom roten kreuz",
        "NRC": "norwegische flüchtlingsrat|norwegischen flüchtlingsrat|nrc",
        "Save the Children": "save the children",
        "SDF": "sdf-sprecher|sdf-sprechers",
        "AFP": "afp",
        "Reuters": "reuters",
        "dpa": "dpa|deutsche presse-agentur",
    },
}
