"""Words that are more often a family's name than a given one. Pure.

Of the thousand most frequent surnames of the United States those that fewer people bear as a given name (U.S.
Census Bureau, *Frequently Occurring Surnames* and *First Names*, 1990; public domain). Asked only of a name that is a
single word.
"""

from typing import Final

_LISTED: Final = """
abbott acevedo acosta adams adkins aguilar aguirre alexander alford allen alston alvarado alvarez anderson andrews
armstrong arnold atkins atkinson austin avery avila ayala ayers bailey baird baker baldwin ball ballard banks barber
barker barlow barnes barnett barr barrera barrett barron bartlett barton bass bates battle bauer baxter beach bean
beard beasley beck becker bell bender bennett benson bentley benton berg berger berry best bird bishop black
blackburn blackwell blair blake blanchard blankenship blevins bolton bond bonner booker boone booth bowen bowers
bowman boyd boyer boyle bradford bradshaw brady branch bray brennan brewer bridges briggs bright britt brock brooks
brown browning bryant buchanan buck buckley buckner bullock burch burgess burke burks burnett burns burris burt
burton bush butler byers byrd cabrera cain calderon caldwell calhoun callahan camacho cameron campbell campos cannon
cantrell cantu cardenas carey carlson carney carpenter carr carrillo carroll carson carter carver case cash
castaneda castillo castro cervantes chambers chan chandler chaney chang chapman chase chavez chen cherry christensen
church clark clarke clay clements clemons cleveland cline cobb cochran coffey cohen cole coleman collier collins
colon combs compton conley conner conrad contreras conway cook cooke cooley cooper copeland cortez cote cotton cox
craft crane crawford crosby cross cruz cummings cunningham curry dalton daniels daugherty davenport davidson davis
dawson day decker dejesus delacruz delaney deleon delgado diaz dickerson dickson dillard dillon dixon dodson
dominguez donaldson donovan dorsey dotson downs doyle drake dudley duffy duke duncan dunlap dunn duran durham dyer
eaton edwards elliott ellis ellison emerson england english erickson espinoza estes estrada evans ewing farley
farmer farrell faulkner ferguson fernandez ferrell fields figueroa finch finley fischer fisher fitzgerald
fitzpatrick fleming fletcher flores flowers flynn foley forbes ford foreman foster fowler fox franco franklin franks
frazier freeman french frost fry frye fuentes fuller fulton gaines gallagher gallegos galloway gamble garcia gardner
garner garrett garrison garza gates gay gentry gibbs gibson gilbert giles gill gillespie gilliam gilmore glass
glover goff golden gomez gonzales gonzalez good goodman goodwin gordon gould graham grant graves gray green greene
greer griffin griffith grimes gross guerra guerrero guthrie gutierrez guzman hahn hale haley hall hamilton hammond
hampton hancock haney hansen hanson hardin harding hardy harmon harper harrell harrington harris harrison hart
hartman harvey hatfield hawkins hayden hayes haynes hays head heath hebert henderson hendricks hendrix hensley
henson hernandez herrera herring hess hester hewitt hickman hicks higgins hill hines hinton hobbs hodge hodges
hoffman hogan holcomb holden holder holland holloway holman holmes holt hood hooper hoover hopkins hopper horn horne
horton house houston howe howell hubbard huber hudson huff huffman hughes hull humphrey hunt hunter hurley hurst
hutchinson hyde ingram irwin jackson jacobs jacobson jarvis jefferson jenkins jennings jensen jimenez johns johnson
johnston jones jordan joyner juarez justice kane kaufman keller kelley kemp kennedy kerr key kidd king kinney kirby
kirkland klein kline knapp knight knowles knox koch kramer lamb lambert lancaster landry lane lang langley lara
larsen larson lawson le leach leblanc lee levine levy lewis little livingston logan long lopez lott love lowe lowery
lucas luna lynch lyons macdonald macias mack madden maddox maldonado malone mann manning marks marquez marsh
marshall martin martinez mason massey mathews mathis matthews maxwell may mayer maynard mayo mays mcbride mccall
mccarthy mccarty mcclain mcclure mcconnell mccormick mccoy mccray mccullough mcdaniel mcdonald mcdowell mcfadden
mcfarland mcgee mcgowan mcguire mcintosh mcintyre mckay mckee mckenzie mckinney mcknight mclaughlin mclean mcleod
mcmahon mcmillan mcneil mcpherson meadows medina mejia melendez melton mendez mendoza mercado mercer merrill merritt
meyer meyers middleton miles miller mills miranda mitchell molina monroe montgomery montoya moody moon mooney moore
morales moran moreno morgan morin morris morrison morrow morse morton moses mosley moss mueller mullen mullins munoz
murphy murray myers nash navarro neal nelson newman newton nguyen nichols nicholson nielsen nieves nixon noble nolan
norris norton nunez obrien ochoa oconnor odom odonnell oliver olsen olson oneal oneil oneill orr ortega ortiz osborn
osborne owen owens pace pacheco padilla page palmer park parker parks parrish parsons pate patel patterson patton
payne pearson peck pena pennington perez perkins perry peters petersen peterson petty phelps phillips pickett pierce
pittman pitts pollard poole pope porter potter potts powell powers pratt preston price prince pruitt puckett pugh
quinn ramirez ramos ramsey randolph rasmussen ratliff reed reese reeves reid reilly reyes reynolds rhodes rice rich
richards richardson richmond riddle riggs riley rios rivas rivera rivers roach robbins roberson roberts robertson
robinson robles rocha rodgers rodriguez rodriquez rogers rojas rollins roman romero rosales rosario ross roth rowe
rowland ruiz rush russo rutledge salas salazar salinas sampson sanchez sanders sandoval sanford santana santiago
santos sargent saunders savage sawyer schmidt schneider schroeder schultz schwartz sears sellers serrano sexton
shaffer sharp sharpe shaw shelton shepard shepherd sheppard sherman shields short silva simmons simon simpson sims
singleton skinner slater sloan small smith snider snow snyder solis solomon sosa soto sparks spears spence spencer
stafford stanton stark steele stein stephens stephenson stevens stevenson stewart stokes stone stout strickland
strong suarez sullivan summers sutton swanson sweeney sweet sykes talley tanner tate taylor terrell thompson
thornton tillman torres townsend tran trevino trujillo tucker turner tyson underwood valdez valencia valentine
valenzuela vance vang vargas vasquez vaughan vaughn vazquez vega velasquez velazquez velez villarreal vinson wade
wagner walker wall wallace waller walls walsh walters walton ward ware warner warren washington waters watkins
watson watts weaver webb weber webster weeks weiss welch wells west wheeler whitaker white whitehead whitfield
whitley wiggins wilcox wilder wiley wilkerson wilkins wilkinson williams williamson willis wilson winters wise witt
wolf wolfe wong wood woodard woods woodward wooten workman wright wyatt wynn yang yates york young zamora zimmerman
"""
FAMILY_NAMES: Final = frozenset(_LISTED.split())
