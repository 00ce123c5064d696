"""Spanish words by category and value. Lower case; phrases are matched longest first, as whole words."""

from __future__ import annotations

from etl.reading.languages.countries import country_names
from etl.reading.languages.es.numbers import NUMBERS, ROUND
from etl.reading.languages.inflection import joined, pairs, spanish, spanish_futures, spanish_verbs, without

_HOMES = (
    "su hogar|sus hogares|su casa|sus casas|su vivienda|sus viviendas|sus territorios|sus tierras|sus pueblos|"
    "sus comunidades|sus lugares de origen|sus lugares de residencia|sus localidades|sus aldeas|"
    "su lugar de residencia|sus veredas|su tierra"
)
_LEAVE = (
    "abandonar|abandonaron|abandonado|abandonan|dejar|dejaron|dejado|huir de|huyeron de|huido de|salir de|salieron de|"
    "salido de"
)
_FORCED = spanish("obligado|forzado|empujado")
_STILL = (
    "siguen desplazadas|siguen desplazados|continúan desplazadas|continúan desplazados|permanecen desplazadas|"
    "permanecen desplazados|aún desplazadas|aún desplazados|todavía desplazadas|están desplazadas|están desplazados|"
    "siguen estando desplazadas|siguen estando desplazados"
)
_FUTURES = {
    "exits": "saldrá|saldrán|" + spanish_futures("evacuar"),
    "departures": spanish_futures("abandonar|partir|viajar"),
    "arrivals": spanish_futures("llegar|entrar|ingresar|trasladar"),
    "returns": spanish_futures("regresar|retornar|volver|repatriar"),
    "cross_border": spanish_futures("cruzar"),
    "releases": spanish_futures("liberar"),
}

LEXICON: dict[str, dict[str, str]] = {
    "number": {value: joined(NUMBERS.get(value, ""), ROUND.get(value, "")) for value in NUMBERS | ROUND},
    "scale": {"1000": "mil", "1000000": "millón|millones|millones de|millón de"},
    "half": {"": "medio|media"},
    "vague": {
        "2000000": "millones|varios millones|unos millones",
        "200000": "cientos de miles|centenares de miles|varios cientos de miles",
        "20000": "decenas de miles|varias decenas de miles",
        "2000": "miles|varios miles|unos miles|algunos miles|millares|varios millares",
        "200": "cientos|centenares|varios cientos|varios centenares|algunos cientos|unos cientos",
        "20": "decenas|varias decenas",
        "24": "docenas|varias docenas",
        "2": "varios|varias|numerosos|numerosas|muchos|muchas|diversos|diversas|algunos|algunas|un grupo de|"
        "un gran número de",
    },
    "quantifier": {
        "more_than": "más de|mas de|supera|superan|superó|superaron|supera los|superan los|superaba los|rebasa|rebasó|"
        "por encima de|bastante más de|algo más de|poco más de|muy por encima de|superior a|superiores a|arriba de",
        "at_least": "al menos|por lo menos|no menos de|como mínimo|un mínimo de|cuando menos|mínimo",
        "about": joined(
            "unos|unas|cerca de|alrededor de|aproximadamente|en torno a|se estima que|se estima en|estima en|"
            "un estimado de|estimado en|estimada en|estimados en|estimadas en|se calcula que|calcula en|cifra en|"
            "cifró en|unos cerca de|aproximado de|un promedio de|más o menos|en torno al|rondan|ronda|rondaba|rondaban",
            *ROUND.values(),
        ),
        "nearly": "casi|poco menos de|cerca ya de|prácticamente|rozan|roza|rozaban",
        "at_most": "hasta|como máximo|no más de|un máximo de|a lo sumo|máximo",
        "less_than": "menos de|por debajo de|inferior a",
    },
    "quantifier_after": {
        "at_least": "al menos|como mínimo|o más|por lo menos|cuando menos",
        "about": "aproximadamente|más o menos|aprox",
        "at_most": "como máximo|a lo sumo|como mucho",
    },
    "exceeds": {
        "more_than": "supera|superan|superó|superaron|superaba|superaban|superado|superando|rebasa|rebasó|rebasan|"
        "sobrepasa|sobrepasó|sobrepasan|excede|exceden|excedió|supera los|superan los|supera las|superan las|supera ya",
        "at_most": "no supera|no superan|no superaba|no pasa de|no pasan de|no excede",
    },
    "person": {
        "": joined(
            "personas|persona|habitantes|habitante|individuos|almas|gente|pobladores|pobladoras|lugareños|vecinos|"
            "residentes|residente|adultos|adultas|adulto|víctimas|víctima|rehenes|rehén|pasajeros|ocupantes|náufragos|"
            "sobrevivientes|supervivientes|solicitantes de asilo|solicitantes|nacionales|connacionales|indígenas|"
            "campesinos|campesinas|trabajadores|estudiantes|feligreses|peregrinos|familiares|internos|"
            "hombres y mujeres|hombres, mujeres y niños|seres humanos|afectados|damnificados|sospechosos|"
            "presuntos yihadistas",
            spanish(
                "refugiado|migrante|inmigrante|emigrante|ciudadano|detenido|prisionero|evacuado|secuestrado|cautivo|"
                "preso|recluso|asilado|exiliado|confinado|recluido"
            ),
        ),
        "civilians": "civiles|civil|no combatientes",
        "isis_members": "yihadistas|yihadista|terroristas|terrorista|extremistas|extremista|miembros del ei|"
        "combatientes del ei|miembros del grupo|combatientes del estado islámico|miembros del estado islámico|"
        "miembros de estado islámico|combatientes de estado islámico|combatientes del isis|miembros del isis|"
        "miembros de isis|miembros del dáesh|integrantes del estado islámico|integrantes del ei|radicales|"
        "militantes del ei|supuestos miembros del ei|presuntos miembros del ei|islamistas",
        "fighters": "combatientes|combatiente|rebeldes|rebelde|milicianos|miliciano|insurgentes|guerrilleros|"
        "guerrillero|hombres armados|paramilitares|disidentes|firmantes de paz",
        "sdf_fighters": "combatientes de las fds|miembros de las fds|milicianos de las fds|combatientes kurdos",
        "idps": joined(
            "personas desplazadas|persona desplazada|desplazados internos|desplazadas internas|desplazados forzados|"
            "personas desplazadas internas|personas desplazadas internamente|desplazados internamente|pdi|"
            "desplazados forzosos|personas desplazadas por la fuerza",
            spanish("desplazado"),
        ),
        "women": "mujeres|mujer|niñas y mujeres|mujeres y niñas|esposas|viudas|madres|señoras",
        "men": "hombres|hombre|varones|varón",
        "children": "niños, niñas, jóvenes y adolescentes|niños|niñas|niño|niña|menores|menores de edad|huérfanos|"
        "huérfanas|bebés|adolescentes|lactantes|niños y niñas|niñas y niños|niños y adolescentes|"
        "niños, niñas y adolescentes|niñas, niños y adolescentes|hijos|niñas, niños, adolescentes",
        "women_children": "mujeres y niños|mujeres y menores|niños y mujeres|mujeres y niñas y niños|menores y mujeres",
        "isis_families": "familiares de yihadistas|familiares de combatientes|familiares de miembros|"
        "esposas de yihadistas",
        "soldiers": "soldados|soldado|militares|militar|policías|agentes|uniformados|gendarmes|guardias|efectivos|"
        "oficiales|miembros de las fuerzas de seguridad|cascos azules|integrantes de la fuerza pública|"
        "infantes de marina",
        "aid_workers": "trabajadores humanitarios|cooperantes|rescatistas|socorristas",
        "elderly": "ancianos|ancianas|personas mayores|adultos mayores",
        "foreigners": "combatientes extranjeros",
    },
    "family": {
        "families": "familias|familia|hogares|núcleos familiares|núcleo familiar|núcleos|grupos familiares|"
        "familias desplazadas|unidades familiares|familias campesinas"
    },
    "thing": {
        "": "delegados|participantes|diputados|ministros|médicos|docentes|grupos|m|cm|mm|camiones|camión|autobuses|"
        "autobús|buses|bus|coches|carros|vehículos|vehículo|furgonetas|motos|ambulancias|barcos|barco|embarcaciones|"
        "embarcación|botes|pateras|lanchas|cayucos|aviones|avión|vuelos|vuelo|helicópteros|helicóptero|convoyes|"
        "caravanas|km|kilómetros|kilómetro|kilos|kg|metros|metro|millas|hectáreas|hectárea|litros|toneladas|tonelada|"
        "sacos|euros|euro|dólares|dólar|pesos|bolívares|quetzales|soles|lempiras|colones|por ciento|porciento|%|"
        "pueblos|pueblo|aldeas|aldea|ciudades|ciudad|localidades|municipios|municipio|veredas|corregimientos|"
        "comunidades|comunidad|barrios|provincias|departamentos|estados|regiones|distritos|zonas|países|país|"
        "campamentos|campamento|campos|campo|asentamientos|albergues|albergue|refugios|centros|centro|tiendas|carpas|"
        "casas|casa|viviendas|vivienda|edificios|inmuebles|escuelas|escuela|hospitales|hospital|mercados|aulas|camas|"
        "plazas|cupos|retenes|puestos|puntos|bases|posiciones|ataques|ataque|bombardeos|bombardeo|incidentes|"
        "explosiones|cohetes|misiles|drones|operaciones|operación|operativos|enfrentamientos|combates|años de edad|"
        "años|año de edad|de edad|veces|grados|páginas|nacionalidades|kits|raciones|comidas|canastas|víveres|mantas|"
        "frazadas|dosis|casos|expedientes|votos|escaños|proyectos|socios|organizaciones|ong|beneficiarios|cuerpos|"
        "fosas|homicidios|minutos|segundos|días de|cabezas|reses|animales|empleos|intentos|llamadas"
    },
    "money": {"": "dólares|euros|pesos"},
    "reached": {
        "": joined(
            spanish_verbs("ayudar|asistir|beneficiar|alimentar|vacunar|auxiliar"),
            "atender|atiende|atienden|atendieron|distribuye|distribuyen|distribuir|distribución|entregaron mantas|"
            "entregaron kits|entregaron ayudas|entregaron alimentos|entregaron víveres|entregó mantas|entregó kits|"
            "entrega de|puede alojar|pueden alojar|previsto para|prevista para|pensado para|con capacidad|recibieron|"
            "recibirán|reciben|recibió|recibido|asistencia|asistidos|asistidas|ayuda|ayudas|necesitan|necesita|"
            "necesitaban|necesidad|beneficiados|beneficiadas|benefició|beneficiaron|beneficiar|capacidad|"
            "capacidad para|aforo|vacunados|vacunadas|alimentados|distribuyó|distribuyeron|entregó ayuda|"
            "puede albergar|pueden albergar|puede acoger|pueden acoger|diseñado para|diseñada para|desaparecidos|"
            "desaparecidas|desaparecieron|desaparecido|encuestadas|encuestados|entrevistados|entrevistadas|atendidas|"
            "atendidos|atendió|desplegó|desplegados|movilizó|paradero desconocido|manifestantes|en riesgo alimentario",
        )
    },
    "measure": {
        "exits": joined(
            spanish_verbs("evacuar|escapar"),
            _FUTURES["exits"],
            spanish("evacuado|salido"),
            "evacúa|evacúan|evacuación|evacuaciones|salieron|salió|salir|salen|sale|salían|salía|saliendo|salgan|"
            "salga|salida|salidas|éxodo|abandonaron el enclave|abandonado el enclave|abandonaron el reducto|"
            "abandonado el reducto|abandonaron el último reducto|abandonado el último reducto|abandonaron el bastión|"
            "dejaron el enclave",
        ),
        "fled": "huyeron|huyó|huido|huidos|huir|huida|huidas|huyen|huye|huyendo|huían|huía|huyan|huya|huyera|huyeran|"
        "darse a la fuga|escapado de los combates|escaparon de los combates",
        "departures": joined(
            without(spanish_verbs("abandonar|dejar|partir|marchar|viajar"), "parte|parta|marcha|marche|viaje"),
            _FUTURES["departures"],
            "partida|partidas|se fueron|se marcharon|marcharse|irse|marcha de|salieron con destino a|abandono",
        ),
        "arrivals": joined(
            without(spanish_verbs("llegar|entrar|ingresar|trasladar|arribar|desembarcar|transferir|reubicar"), "entre"),
            _FUTURES["arrivals"],
            spanish("llevado|conducido|transportado"),
            "llegada|llegadas|arribo|arribos|ingreso|ingresos|traslado|traslados|entrada|entradas|afluencia|"
            "alcanzaron la costa|alcanzaron las costas|recibimos|han recibido a|vinieron|venido|reubicación",
        ),
        "returns": joined(
            spanish_verbs("regresar|retornar|repatriar"),
            _FUTURES["returns"],
            spanish("devuelto|vuelto|deportado|expulsado"),
            "volver|volvieron|volvió|vuelven|vuelve|vuelvan|vuelva|volvían|volviendo|regreso|regresos|retorno|"
            "retornos|repatriación|repatriaciones|devolución|devoluciones|devolvió|devolvieron|deportaron|deportó|"
            "deportación|deportaciones|de vuelta en|repatría|repatrían|retornos voluntarios|vueltos",
        ),
        "displaced": joined(
            spanish_verbs("desplazar|desarraigar"),
            _STILL,
            pairs(_LEAVE, _HOMES),
            pairs(_FORCED, "a huir|a salir|a abandonar|a dejar|a desplazarse|a marcharse"),
            "desplazamiento|desplazamientos|desplazamiento forzado|desplazamientos internos|se desplazaron|"
            "se han desplazado|tuvieron que huir|tuvo que huir|tenido que huir|tuvieron que abandonar|"
            "tenido que abandonar|tuvieron que desplazarse|tuvieron que dejar|tenido que dejar|debieron desplazarse|"
            "han sido desplazadas|fueron desplazadas|buscaron refugio|se refugiaron|se han refugiado|buscado refugio|"
            "expulsadas de sus hogares|sin hogar",
        ),
        "cross_border": joined(
            spanish_verbs("cruzar"),
            _FUTURES["cross_border"],
            "cruce|cruces|cruzaron la frontera|cruzado la frontera|pasaron la frontera|cruzar la frontera|"
            "huyeron al extranjero|huyeron del país|huido del país|huir del país|huyeron a países vecinos|"
            "huido a países vecinos|buscaron refugio en países vecinos|solicitaron asilo|atravesaron|atravesado",
        ),
        "population": joined(
            spanish_verbs("albergar|residir|permanecer|acoger|alojar|hospedar"),
            "quedan|quedaban|quedaron atrapados|quedaron atrapadas|quedaron varados|quedado atrapadas",
            spanish(
                "atrapado|hacinado|acogido|alojado|hospedado|internado|recluido|retenido|confinado|varado|asediado|"
                "instalado|asentado|sitiado|atrincherado|bloqueado"
            ),
            "viven|vive|vivían|vivía|vivir|viviendo|población|poblado por|acogen|acoge|alberga|albergan|se encuentran|"
            "se encuentra|se encontraban|encontrarse|hay|había|habitan|habitaban|malviven|siguen en|continúan en|"
            "siguen atrapadas|siguen atrapados|residen|reside|residían|cuenta con|subsisten|sobreviven",
        ),
        "arrests": joined(
            spanish_verbs("arrestar|capturar|apresar|encarcelar|aprehender"),
            spanish("detenido|preso"),
            "detuvieron|detuvo|detener|detiene|detienen|detención|detenciones|arresto|arrestos|captura|capturas|"
            "aprehensión|bajo custodia|en prisión|redada",
        ),
        "surrenders": joined(
            spanish("rendido"),
            "rindieron|se rindieron|rindió|rendirse|se rindan|se rinden|entregaron|se entregaron|entregarse|"
            "se entregan|rendición|rendiciones|entregado a las autoridades|se han entregado|depusieron las armas|"
            "se desmovilizaron",
        ),
        "releases": joined(
            spanish_verbs("liberar|rescatar|excarcelar"),
            _FUTURES["releases"],
            "puestos en libertad|puestas en libertad|puesto en libertad|libertad|liberación|liberaciones|rescate|"
            "rescates|dejados en libertad|excarcelación|excarcelaciones",
        ),
        "deaths": joined(
            spanish_verbs("asesinar|matar|fallecer|perecer|ejecutar|masacrar"),
            spanish("muerto|fallecido|ahogado|ultimado"),
            "murieron|murió|morir|mueren|muere|mueran|morían|muerte|muertes|perdieron la vida|perdido la vida|"
            "perdió la vida|sin vida|víctimas mortales|víctimas fatales|asesinato|asesinatos|homicidio de|"
            "perdiendo la vida|se ahogaron|dejó sin vida|la muerte de",
        ),
        "injured": joined(
            spanish("herido|lesionado"), "resultaron heridas|resultaron heridos|hirieron|hirió|heridas graves|lesiones"
        ),
    },
    "weak": {
        "": joined(
            spanish("trasladado|transportado|llevado|conducido"), "traslado|traslados|trasladaron|trasladó|trasladar"
        )
    },
    "participle": {"": "huyendo|huyendo de|desplazados por|desplazadas por|que huían|que huyen"},
    "still": {"": _STILL},
    "filler": {"": "en un solo día|en una sola jornada|en un día|en una jornada|lo que queda de"},
    "carry": {"": "a bordo|con a bordo|transportaba|transportaban|transportando|llevaba a bordo|llevaban a bordo"},
    "rate": {
        "": "al día|por día|diarios|diarias|diario|diariamente|cada día|por semana|a la semana|cada semana|al mes|"
        "por mes|cada mes|mensuales|semanales|por hora|al año"
    },
    "rise": {
        "grows": "elevándose|elevándose a|se eleva a|se elevó a|elevó a|elevando a|eleva a|elevar a|aumentó|aumentó a|"
        "aumenta a|aumentaron a|aumentado a|subió a|sube a|subió|pasó de|pasado de|ha pasado de|pasando de|pasó a ser|"
        "llegó a los|llega a los|llegó a las|llega a las|se disparó a|incremento de|aumento de",
        "": "asciende|ascienden|ascendía|ascendió|ascendieron|asciende a|ascienden a|ascendió a|ascendía a|alcanzó|"
        "alcanza|alcanzan|alcanzaba|alcanzaron|alcanzado|alcanzando|suman|sumaron|suma|sumó|se eleva|se elevó|"
        "total de|un total de|se sitúa en|se situó en|se situaba en|situó en|cayó a|bajó a|descendió a|se redujo a|"
        "disminuyó a|se cifra en|es de|era de|fue de|son ya|ya son|equivale a|llegan a",
    },
    "count_of": {
        "": "número de|el número de|número total de|el número total de|cifra de|la cifra de|cantidad de|"
        "la cantidad de|total de desplazados|balance de|el balance|balance|saldo|el saldo|un saldo de|número|"
        "la cifra total de|conteo de"
    },
    "anaphor": {
        "": "estas familias|estas personas|estos civiles|estos refugiados|estos desplazados|este grupo|el grupo|"
        "el convoy|la caravana|ellos|ellas|estos|éstos"
    },
    "month": {
        "1": "enero|ene",
        "2": "febrero|feb",
        "3": "marzo",
        "4": "abril|abr",
        "5": "mayo",
        "6": "junio|jun",
        "7": "julio|jul",
        "8": "agosto|ago",
        "9": "septiembre|setiembre|sept|sep",
        "10": "octubre|oct",
        "11": "noviembre|nov",
        "12": "diciembre|dic",
    },
    "day_ordinal": {"1": "primero|primer día"},
    "weekday": {
        "0": "lunes",
        "1": "martes",
        "2": "miércoles",
        "3": "jueves",
        "4": "viernes",
        "5": "sábado",
        "6": "domingo",
    },
    "time_unit": {
        "hour": "horas|hora",
        "day": "días|día|jornadas|jornada",
        "week": "semanas|semana",
        "month": "meses|mes",
        "year": "año|años",
    },
    "part_of_day": {
        "": "por la mañana|por la tarde|por la noche|de madrugada|en la tarde|en la mañana|al mediodía|la mañana del|"
        "la tarde del|la noche del|la madrugada del|en la tarde del|en la mañana del"
    },
    "relative_day": {
        "-1": "mañana",
        "0": "hoy|esta mañana|esta tarde|esta noche|hoy mismo",
        "1": "ayer|anoche|la víspera|el día anterior|la jornada anterior",
        "2": "anteayer|antier|antes de ayer",
    },
    "since": {
        "": "desde|desde el|a partir del|a partir de|desde principios del|desde que comenzó|a contar desde",
        "after": "tras|después de|después del|luego de|luego del|a raíz de|a raíz del",
    },
    "conflict": {
        "": "combates|combate|conflicto|guerra|ofensiva|operación|operación militar|crisis|hostilidades|asalto|"
        "campaña|enfrentamientos|invasión|asedio|sitio|violencia|escalada|batalla|ataque|ataques|golpe de estado|"
        "golpe|toma del poder|levantamiento|revuelta|insurrección|terremoto|sismo|inundaciones|bombardeos|estallido|"
        "erupción|rebelión|ciclón|huracán|incursión|disturbios|tregua|alto el fuego|alto al fuego|caída|genocidio|"
        "llegada al poder|regreso al poder",
        "then": "entonces|esa fecha|ese momento|ese día",
    },
    "event": {
        "2018-12-19": "decisión de trump|decisión de donald trump|anuncio de trump|anuncio de donald trump|"
        "decisión estadounidense|decisión del presidente estadounidense|anuncio del presidente estadounidense|"
        "anuncio de la retirada estadounidense|decisión de retirada|anuncio estadounidense"
    },
    "decision": {"": "decisión|anuncio|ultimátum|elección|orden"},
    "most": {"": "mayoría|la mayoría|en su mayoría|la mayor parte|mayoritariamente|principalmente|sobre todo"},
    "night": {"": "durante la noche|la noche pasada|la pasada noche|esta madrugada|durante la madrugada"},
    "coming": {"": "próximo|próxima|próximos|próximas|que viene|entrante"},
    "same_period": {
        "": "el mismo periodo|el mismo período|mismo periodo|mismo período|ese periodo|ese período|este periodo|"
        "este período|en el mismo periodo|en el mismo período|durante el mismo periodo|durante el mismo período|"
        "en ese periodo|en ese período|durante ese periodo|durante ese período|en ese lapso|en el mismo lapso"
    },
    "next_month": {"": "el mes siguiente|al mes siguiente|el mes posterior"},
    "collected": {
        "": "datos recopilados|datos recogidos|datos fueron recopilados|datos fueron recogidos|datos se recogieron|"
        "datos se recopilaron|recolección de datos|recogida de datos|encuesta se realizó|evaluación se realizó|"
        "entrevistas se realizaron"
    },
    "began": {
        "": "que comenzó|que comenzaron|comenzó|comenzaron|que empezó|que empezaron|empezó|empezaron|que estalló|"
        "estalló|estallaron|que estallaron|iniciada|iniciado|que se inició|se inició|lanzada|lanzado|desatada|"
        "desatado|que inició"
    },
    "until": {"": "hasta|hasta el|al|hasta la fecha"},
    "as_of": {"": "a fecha de|hasta el|al|con corte al|con corte a|al cierre de|a fecha del|con fecha de|para el"},
    "last": {
        "": "durante|durante las|durante los|durante la|durante el|en las|en los|en|en el|en la|las|los|estas|estos|"
        "la|el|a lo largo de|en el plazo de|en un plazo de|en cuestión de|en apenas|en solo|en sólo|en menos de|"
        "por espacio de|a lo largo de las|a lo largo de los|dentro de|en un lapso de|de las|de los"
    },
    "this": {"": "este|esta|actual|estas|estos|en curso|lo que va de|en lo que va de|en lo que va del|lo que va del"},
    "former": {
        "": "últimas|últimos|última|último|pasado|pasada|pasados|pasadas|anterior|anteriores|recientes|reciente|"
        "previo|previos|previa|previas"
    },
    "edge": {
        "start": "principios de|principios del|inicios de|inicios del|comienzos de|comienzo de|inicio de|inicio del|"
        "comienzo del|principio de|comienzos del|el inicio de|el inicio del|el comienzo de|el comienzo del",
        "mid": "mediados de|mediados del|la mitad de",
        "end": "finales de|finales del|fines de|fines del|fin de|final de|el final de|final del",
    },
    "total": {
        "": "en total|hasta ahora|hasta la fecha|total|hasta el momento|ya|acumulado|acumulados|a la fecha|"
        "para un total de|el total|totaliza|sumar un total"
    },
    "include": {
        "next": "el resto son|el resto eran|se trata de|se trataba de|los demás son|son en su mayoría",
        "": "entre ellos|entre ellas|de ellos|de ellas|incluidos|incluidas|incluido|incluida|incluyendo|de los cuales|"
        "de las cuales|de los que|entre los que|entre las que|de las que|entre los cuales|entre las cuales|de estos|"
        "de estas|de éstos|de éstas|de ese total|de este total|de esa cifra|de esta cifra|de este grupo|entre estos|"
        "entre estas|de esos|de esas|entre los muertos|entre las víctimas|entre los fallecidos|contando|de los mismos",
    },
    "within_total": {"": "de un total de|dentro de un total de|de entre los|de entre las|de entre"},
    "same": {
        "": "es decir|o|pertenecientes a|de|equivalentes a|correspondientes a|que representan|lo que equivale a|"
        "repartidos en|repartidas en|agrupadas en|agrupados en|representadas en|distribuidas en|distribuidos en|"
        "que suman|que componen|compuestas por|integradas por|conformadas por|para un total de|en"
    },
    "modality": {
        "projected": "se espera|se esperan|esperan|espera que|se prevé|prevé que|se prevén|podrían|podría|se teme|"
        "temen|se calcula que llegarán|estima que llegarán|en riesgo|en riesgo de|proyecta|proyectan|proyecciones|"
        "se anticipa|previsiones|posible llegada|amenaza con|amenazadas con|se proyecta|calcula que",
        "planned": joined(
            "planea|planean|previsto|prevista|previstos|previstas|está previsto|está prevista|está previsto que|prevé|"
            "prevén|serán|será|pretende|pretenden|tiene previsto|tienen previsto|programado|programada|programados|"
            "programadas|se dispone a|se disponen a|se prepara|se preparan|van a|va a|deberán|deberá|planificado|plan|"
            "quiere|quieren|planes|preparativos",
            *_FUTURES.values(),
        ),
    },
    "nationality": {
        "other:foreign": "extranjeros|extranjeras|extranjero|extranjera|no sirios|de nacionalidad extranjera",
        "other:western": "occidentales|occidental",
        "other:third country nationals": "nacionales de terceros países",
        "other:european": spanish("europeo"),
        "other:asian": spanish("asiático"),
        "other:african": spanish("africano|subsahariano"),
        "other:Arab": "árabes",
    },
    "country": country_names("es"),
    "preposition": {
        "": "con|para|por|a|al|en|sobre|cerca|hacia|que|donde|según|del|de|se|desde|hasta|entre|contra|durante|tras|"
        "ante|bajo|sin|junto|dentro|fuera|cuando|mientras|aunque|pero|porque|debido|como|así|quienes|quien|cuyos|"
        "cuyas|después|antes|luego|lo|les|le|procedentes|provenientes|originarios|a causa"
    },
    "and": {"": "y|e|así como"},
    "range_to": {"": "a"},
    "between": {"": "entre"},
    "from": {"": "del|de|desde|desde el"},
    "in_period": {"": "el|en|en la jornada del|durante el|en la noche del|en la madrugada del|durante la jornada del"},
    # "º" and "°" are what is left of 1º beside its digit.
    "article": {
        "": "el|la|los|las|del|otros|otras|otro|otra|nuevos|nuevas|nuevo|nueva|más|adicionales|adicional|estos|estas|"
        "sus|su|jóvenes|º|°|día|día de|mes de|año"
    },
    "verb": {
        "": "han|ha|fueron|fue|son|están|está|habían|había|han sido|ha sido|habían sido|se|es|era|eran|haber|habrían|"
        "habría|habrían sido|han tenido que|han podido|sido|siendo|estaban|estaba|resultaron|resultó|lograron|logrado|"
        "ya|también|aún|todavía|además|actualmente|recientemente|ya han|se han|se ha|voluntariamente|tuvieron|tenido|"
        "vieron|visto|vio|consiguieron|pudieron|debieron"
    },
    "ordinal": {
        "": "artículo|página|número|resolución|capítulo|anexo|n°|nº|tabla|gráfico|ruta|vuelo|informe|boletín|sección|"
        "fase|etapa|kilómetro|ley|decreto|covid"
    },
    "camp": {"": "campamento|campamentos|campo|campos|al hol|al-hol|albergue|albergues|roj|asentamiento|asentamientos"},
    "enclave": {
        "": "enclave|reducto|bastión|baghuz|baguz|hajin|último bastión|último reducto|califato|asediado|asediada|"
        "guta oriental|ghouta"
    },
    "that": {"": "que"},
    "say": {
        "": "informó|informaron|ha informado|anunció|anunciaron|dijo|dijeron|afirmó|indicó|indicaron|señaló|señalaron|"
        "aseguró|precisó|detalló|confirmó|confirmaron|reportó|reportaron|declaró|comunicó|publicado|publicada|publicó|"
        "explicó|advirtió|alertó|difundido|difundió|agregó|añadió|denunció|manifestó|sostuvo|reveló|divulgado"
    },
    "source": {
        "UN": "la onu|onu|naciones unidas|las naciones unidas",
        "UNHCR": "acnur|agencia de la onu para los refugiados|la agencia de la onu para los refugiados|"
        "alto comisionado de las naciones unidas para los refugiados|"
        "alto comisionado de naciones unidas para los refugiados",
        "OCHA": "ocha|la ocha|oficina de la onu para la coordinación de asuntos humanitarios|"
        "oficina de las naciones unidas para la coordinación de asuntos humanitarios|"
        "oficina de coordinación de asuntos humanitarios",
        "SOHR": "observatorio sirio de derechos humanos|observatorio sirio de los derechos humanos|observatorio sirio|"
        "el observatorio sirio|el observatorio sirio de derechos humanos",
        "IOM": "la oim|oim|organización internacional para las migraciones",
        "UNICEF": "unicef",
        "WHO": "la oms|oms|organización mundial de la salud",
        "IDMC": "idmc|observatorio de desplazamiento interno",
        "MSF": "msf|médicos sin fronteras",
        "ICRC": "cicr|comité internacional de la cruz roja",
        "NRC": "nrc|consejo noruego para refugiados|consejo noruego para los refugiados",
        "SDF": "portavoz de las fds",
        "AFP": "afp|la afp",
        "Reuters": "reuters",
        "EFE": "efe|agencia efe",
    },
}
