"""Given names and family names in Latin letters, by which a person is told from a firm. Data only."""

from rules.wordlists import words

# Names that are everyday words, places or firms too: they count with a family name behind or alone in their place.
AMBIGUOUS_NAMES = frozenset(
    words(
        """mark will sue may frank rob bill grace max long song an he fang wei art rose hope joy faith summer dawn june april
        august chase drew dean earl duke gene guy iris ivy jade ruby pearl lance miles norm pat penny pierce ray reed
        rich rusty sandy skip sonny van wade ward woody angel amber autumn bonnie candy cherry crystal daisy eve
        flora ginger holly honey jasmine lily melody misty olive robin sally star violet virginia paris london austin
        dallas houston madison jordan israel carolina georgia florence charlotte savannah sydney victoria chelsea
        brooklyn logan page cliff clay rock stone heath glen forest dale jay kit major marshall mason miller parker
        porter price rod sterling storm troy ty von wells west worth young dot bo ken la le li lo ma mo my no so su to
        xi yi yu ye he hu gu cook cole carter baker banks bell brook brooks cash chance christian colt don ford gale
        grant harper hunter king knight lane law lee love mercy moss nova ocean park quest rain reef river royal sage
        scout shore sky stark steel sun tab tad tech teller temple time true wang wild wing wish wren case dash
        kay ash ace alpha bay beau blaze buck bud bunny cap chip chuck doc dusty early ever fox gray happy 
        jet lot lucky mac patience pay peace pet pink pip print rally red rex ridge rise roman rowan
        rush scot see shell shop sid silver sim solo sole stew sum sunny tate theme tip trace tune
        turner urban vale vision war will wolf wood zen ming lei jing yang yan ling mei hao ping hong bin min jun"""
    )
)
GIVEN_NAMES = frozenset(
    words(
        """jen deb barb rina mina mick cary rory brandi timmy benny vinny vinnie minnie donnie johnnie joanie niles ajay layla
        noor hussein hiro katya seamus callum rhys alfie teddy ollie izzy abby addie burt curt bea lea fay dee
        aaron abdul abdullah abigail abraham ada adam adele adrian adriana agnes ahmad ahmed aisha aiden akira alain alan
        albert alberto alec alejandro alessandro alessia alex alexander alexandra alexei alexis alfonso alfred ali alice
        alicia alina alison allan allen allison alma alvin alyssa amanda amandine amber amelia amir amit amy ana
        anastasia anders andre andrea andreas andrei andres andrew andy angel angela angelica angelo angie anil anita anja
        ann anna annabel anne annette annie anthony antoine anton antonio antony anya apu aria ariana arjun arlene arnaud
        arnold art arthur arturo ashley astrid aubrey audrey august austin ava axel
        barbara barry bart beatrice beatriz becky belinda ben benedict benjamin benoit bernard bernd bernie bert beth
        bethany betty beverly bharat bianca bill billy bjorn blake bob bobby bonnie brad bradley brandon brenda brendan
        brennan brent brett brian bridget britney britta bruce bruno bryan bryce byron
        caitlin caleb calvin cameron camila camilla camille candace carina carl carla carlo carlos carmen carol carolina
        caroline carolyn carrie carter casey cassandra catherine cathy cave cecil cecilia cedric celeste celia celine
        chad chandra charlene charles charlie charlotte chelsea cheryl chester chiara chloe chris christa christian
        christina christine christoph christopher christy chuck cindy claire clara clarence claude claudia claudio clay
        clement cliff clifford clint clinton clive clyde cody cole colette colin colleen connie connor conrad constance
        cora corey cornelia cory cosmo courtney craig cristina curtis cyndi cynthia
        daisy dale damian damien damon dan dana daniel daniela daniele danielle danny daphne darius darlene darrell darren
        darryl daryl dave david dawn dean deanna debbie deborah debra deepa deepak deirdre delia della delphine denis
        denise dennis denny derek desmond devin dexter diana diane diego dieter dimitri dina dinesh dirk dmitri dmitry
        dolores dominic dominique don donald donna donovan dora doreen doris dorothy doug douglas doyle drew duane dustin
        dwayne dwight dylan
        earl ed eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli elias elijah elisa elise
        elizabeth ella ellen ellie elliot elliott elmer elsa elvis emil emilia emilio emily emma emmanuel enrico enrique
        eric erica erich erik erika erin ernest ernesto ernst erwin esther ethan ethel etienne eugene eva evan evelyn
        fabian fabio fabrice farah farid fatima faye federico felicia felipe felix fernanda fernando fiona florian
        florence floyd frances francesca francesco francis francisco francois frank frankie franklin franz fred freddie
        frederic frederick freya frieda friedrich fritz
        gabriel gabriela gabriele gabrielle gail gareth garrett gary gautam gavin geert gemma gene geoff geoffrey george
        georges georgia georgina gerald geraldine gerard gerhard gianni gilbert giles gina giorgio giovanni giulia
        giuseppe gladys glenda glenn gloria gordon grace grady graham grant greg gregor gregory greta gretchen guido
        guillaume guillermo gunther gus gustav gustavo guy gwen
        hal hanna hannah hannes hans harald hari harold harriet harrison harry harvey hassan hazel heather hector heidi
        heike heinrich heinz helen helena helene helga helmut henri henrik henry herbert herman hermann hermes hilda
        hilde hillary hiroshi holly homer horace horst howard hubert hugh hugo humphrey
        ian ibrahim ida ignacio igor imran ines inga inge ingrid ira irene irina iris irma irving isaac isabel isabella
        isabelle isaiah ishaan ismail ivan ivana
        jack jackie jackson jacob jacqueline jacques jade jaime jake jakob jakub james jamie jan jana jane janet janice
        janine jared jasmine jason jasper javier jay jayne jean jeanette jeanne jeff jefferson jeffrey jenna jennie
        jennifer jenny jens jeremiah jeremy jerome jerry jesse jessica jessie jesus jill jim jimmy jo joachim joan joana
        joann joanna joanne joao jochen jodi jody joe joel joey johan johann johanna johannes john johnny jon jonas
        jonathan jonathon joost jordan jordi jorge jorgen jose josef joseph josephine josh joshua joy joyce juan juanita
        juan judith judy juergen julia julian juliana julie julien juliet julio julius june jurgen justin justine
        kaitlyn kamal kara karen karin karina karl karla karsten kate katerina katharina katherine kathleen kathryn kathy
        katia katie katrin katrina kavita kay kayla keisha keith kelly kelsey ken kenji kenneth kenny kent keri kerry
        kevin khalid kim kimberly kirk kirsten klaus konrad kris krishna krista kristen kristin kristina krystal kunal
        kurt kyle kylie
        lakshmi lance lara larry lars laura laure lauren laurence laurent lauri lawrence leah leandro lee leif leila lena
        lenny leo leon leona leonard leonardo leonie leroy leslie lester leticia lewis liam lidia lilian liliana lillian
        lily lina linda lindsay lindsey lionel lisa lise livia liz lloyd logan lois lola lonnie lora loren lorena
        lorenzo lori lorraine lou louis louisa louise luc luca lucas lucia lucie lucien lucille lucius lucy ludovic
        ludwig luigi luis luisa lukas luke lydia lyle lynda lynn lynne
        mabel maddie madeleine madeline madison mads maggie magnus mahesh malcolm mallory mandy manfred manoj manon manuel
        manuela mara marc marcel marcela marcello marcelo marcia marcin marco marcos marcus margaret margarita margie
        margot maria mariam marian mariana marianne marie marilyn marina mario marion marisa marissa marjorie mark marla
        marlene marsha marta martha martin martina marty marvin mary maryam mateo mateusz mathias mathieu mathilde matt
        matteo matthew matthias maud maureen maurice mauricio max maxime maximilian maxine maya meera megan mehmet mel
        melanie melinda melissa melvin mercedes meredith mia michael michal michel michele michelle miguel mikael mike
        mikhail mila milan mildred miles millie milton mindy minh miranda miriam mitch mitchell moe mohamed mohammad
        mohammed mohan moira molly mona monica monika monique morgan morris moses muhammad mukesh muriel mustafa myra
        myriam myrtle
        nadia nadine nancy naomi natalia natalie natasha nate nathalie nathan nathaniel neal ned neha neil nell nelson
        nicholas nick nicki nicky nico nicola nicolas nicole niels nigel nikhil nikita nikki nikola nikolai nils nina
        nisha nitin noah noel noelle nora norbert noreen norma norman nuno
        octavio ola oleg olga olive oliver olivia olivier omar oscar oskar otto owen
        pablo paige pam pamela pankaj paola paolo pascal pat patricia patrick patrik patty paul paula paulette pauline
        paulo pavel pedro peggy penelope penny pepper percy perry pete peter petr petra phil philip philipp philippe
        phillip phoebe phyllis pierre pietro piotr polly pooja prakash pranav prasad preston priya
        quentin quincy quinn quinton
        rachael rachel rachelle rafael rahul raj rajesh rakesh ralf ralph ram ramesh ramon ramona randall randy raphael
        raquel rashid raul ravi ray raymond rebecca regina reginald reinhard renata rene renee reza rhonda ricardo
        riccardo richard rick rickie ricky rita rob robbie robert roberta roberto robin robyn rocio rod roderick rodney
        rodolfo rodrigo roger rohan rohit roland rolf roman romain ron ronald ronnie roosevelt rosa rosalie rosario
        rose rosemary rosie ross roxanne roy ruben rudolf rudy rufus rui rupert russ russell ruth ryan
        sabine sabrina sadie saeed said sally salma salman salvador sam samantha sameer samir sammy samuel sandeep sandra
        sandrine sandro sanjay santiago sara sarah sasha satoshi saul scott sean sebastian selena selma serena serge
        sergei sergey sergio seth shane shannon sharon shaun shauna shawn sheila shelby sheldon shelley shelly sheri
        sherman sherri sherry sheryl shirley shreya sidney siegfried sigrid silke silvia simon simona simone sinead
        siobhan sofia sofie sonia sonja sonya sophia sophie spencer stacey stacy stan stanley stefan stefania stefano
        steffen stella stephan stephane stephanie stephen steve steven stewart stuart sue suman sumit sunil sunita suresh
        susan susana susanna susanne susie suzanne sven svetlana sybil sylvain sylvester sylvia sylvie
        tabitha takashi takeshi tamara tammy tanja tanya tara tariq tasha tatiana ted teresa teri terrance terrence terri
        terry tess tessa thea thelma theo theodore theresa therese thierry thomas thorsten tiffany tim timo timothy tina
        tobias toby tod todd tom tomas tomasz tommy toni tony tonya torsten tracey traci tracy travis trevor tricia trina
        trish tristan trudy tyler tyrone
        ulf ulrich ulrike umar umesh ursula uwe
        valentin valentina valeria valerie vanessa vaughn vera vernon veronica veronika vicki vickie vicky victor
        victoria vijay vikas vikram vince vincent vinod viola violet virgil virginia vivek vivian viviana vivienne
        vlad vladimir
        wallace walt walter wanda warren wayne wendy werner wes wesley whitney wilfred wilhelm will willem william willie
        wilma winfried winnie winston wolfgang wouter
        xavier ximena yann yannick yasmin yolanda yosef youssef yuki yulia yusuf yves yvette yvonne
        zach zachary zack zahra zara zelda zoe zoey zuzana
        jean-luc jean-paul jean-pierre jean-claude marie-claire anne-marie karl-heinz hans-peter mary-ann ann-marie
        sanjeev ananya sato kumar ming wei hao xiaoming lei jing yang fang yan mei ling chen wang li zhang liu wong lee
        kim park nguyen tran singh patel gupta shah smith johnson
        adaeze adebayo adunni afia agnieszka aiko aimee ainsley aisling akash akosua akshay alastair alejandra
        alena alessandra alistair aliya aliyah alok alphonse amadou amara ameera amina aminata amrita anand
        andrzej aneesha aneta angus anh anika aniket anjali ankit ankur annika annabelle anouk ansel anselm
        anthea anupama anwar aoife archana archie arlo armando armin arnav arshad arvind asad asha ashish
        ashok ashwin asif atul augusto aurelia aurelie ayesha ayo ayodele azmi babajide bartosz bashir bela
        benedikt bente bernardo bhavna bilal binh birgit birgitte björn blessing bogdan bola bongani boris
        bram brigitte bronwyn bryony carmela casper catalina cathal césar cesar chiamaka chidi chike chinedu
        chinonso chioma christelle ciaran clemence colm constantin cordelia cosmin cristian cyril dagmar
        damola danilo dariusz darragh debashish declan demetrius deniz devendra dhruv dilip dilnoza divya
        dominik domenico donal dorota duc dung ebony efua eilidh ekaterina eleni elif elin élise eloise élodie
        elodie elzbieta emeka emiliano eoin esme esperanza esra esteban estelle étienne eugenia eunice ewa
        ewan ezekiel faisal farhan fatma fatou federica felicity femi ferdinand fergus filip filippo folake
        françois francoise franziska frederik funmi ganesh garima gaurav georgios gerardo geraint gianluca
        gillian ginevra giovanna girish gonzalo gopal graciela grzegorz guadalupe günther hadiya hakan hamid
        hamish hamza hanan hank harish haruki hassana hélène hemant hoang humberto hung huong husam ifeoma
        ilse imani inés ingeborg ioana ioannis irfan ishani iveta iwona jacek jadwiga jagdish jahnavi jamal
        jamila janelle janusz jarek jayesh jelena jeroen jerzy jethro jitendra joão joaquin jomo jörg josefina
        josué jyoti kabir kalpana kamala kamila kareem karim karolina kasia katarina katarzyna kateryna
        kathrin katja kavya kaweesa keerthi keiko kemi kerstin khadija kiran kirsty klara kofi kojo krisztina
        krzysztof kwabena kwame kwesi lachlan lamar latisha laszlo lászló leilani lene leszek liesl linh
        liselotte ljubica lorna lourdes lubna luciana lúcia ludmila lukasz lynette maarten maciej madhav
        madhavi magdalena mahmoud maksim malgorzata mamadou manish manisha manny marcella marek margit mariela
        marijke marika marisol marit markus marlon marten matthieu mayank meena mehdi merve michail mihai
        milena miloš mirela mireille miroslav mitesh mohit moshe mwangi nabil nadeem nadezhda naledi namrata
        nandini narayan naresh nasir naveen niall niamh nicolae nicolás nilesh ngozi nirmala nishant njeri
        nkechi noemi nobuhle nomsa obinna oksana olaf oleksandr olena oluwaseun omari omkar onyeka ondrej
        osama osman otieno padma padraig pallavi parag patricio paulina pawel peer pernille phuong piyush
        prabhu pradeep prashant pratik praveen preeti prerna priyanka puneet quang rachid radek rafal raghav
        raghu raheem rahim rajat rajiv raju rama rana ranjit rashmi raúl ravindra rebeca rekha renato renée
        ricarda rishi ritu roisin rosalind roxana rubén rukmini rupesh ruta sachin sadia saif sajid salim
        salvatore samira sana sandhya santosh saoirse sarita satish saurabh savita sebastien sébastien segun
        selim serhiy shabnam shalini shankar shanice shantanu sharad shashi sheetal shilpa shirin shivani
        shruti shyam siddharth silvio sindhu sipho slawomir smita sneha solange solomon somchai sonal soraya
        sota stanislav stelios stéphane subhash sudhir suhail sukhdeep sushil svein swati sylwia tadashi taiwo
        takumi tamas tandeka tanisha tanvi tapiwa tatyana tendai tereza thabo thandi thandiwe thanh thomasina
        tijana tiago tomás tomoko tove trond tshepo tuan tunde tushar uche ulla usha vaibhav valerio varun
        vasile vasily venkat venkatesh verena viet vinay vincenzo vineet vishal volker waleed walid wanjiru
        weronika wiebke wieslaw wojciech yaw yasir yash yetunde zainab zakaria zanele zbigniew zdenek zeynep
        ziad zodwa zofia zoltan zsofia zsuzsanna"""
    )
)
# Family names that tell a person even where the given name is unknown: pinyin and the commonest of the West.
FAMILY_NAMES = frozenset(
    words(
        """lee wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng
        han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao zhong cui fan
        jin liao dai xia fang qin qiu hou zou xiong bai meng wan duan lei hao shao mao chang lai kang yan qian qi gu tan
        wen xiang shi niu hong gong wong chan cheung leung lau ng tsang kwok chow yip chiu tsai hsu hsieh kuo
        tanaka suzuki takahashi watanabe ito yamamoto nakamura kobayashi kato yoshida sato kim park choi jung kang cho
        yoon jang lim nguyen tran pham hoang vu singh kumar sharma patel gupta shah khan ahmed ali hussain reddy rao iyer
        nair mehta joshi verma agarwal kapoor malhotra banerjee mukherjee chatterjee das
        smith johnson williams jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
        thomas taylor moore jackson martin perez thompson harris sanchez clark ramirez lewis robinson walker allen wright
        scott torres hill flores adams nelson hall rivera campbell mitchell roberts gomez phillips evans turner diaz
        cruz edwards collins reyes stewart morris morales murphy rogers gutierrez ortiz morgan cooper peterson bailey
        reed kelly howard ramos cox richardson watson chavez james bennett gray mendoza ruiz hughes alvarez castillo
        sanders myers ross foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes
        gonzales fisher vasquez simmons patterson jordan reynolds hamilton graham griffin wallace moreno cole hayes
        bryant herrera gibson ellis medina aguilar stevens murray castro marshall owens harrison fernandez mcdonald
        kennedy wells vargas henry freeman webb tucker guzman burns crawford olson simpson porter hunter gordon mendez
        silva shaw snyder mason dixon hunt hicks holmes palmer wagner black robertson boyd stone salazar fox warren mills
        meyer rice schmidt garza daniels ferguson nichols stephens soto weaver ryan gardner payne grant dunn kelley
        spencer hawkins arnold hansen peters santos hart bradley knight elliott cunningham duncan armstrong hudson
        carroll lane riley andrews alvarado delgado berry perkins hoffman johnston matthews pena richards contreras
        willis carpenter lawrence sandoval guerrero george chapman rios estrada ortega watkins greene nunez wheeler
        valdez harper burke larson santiago maldonado morrison franklin carlson austin dominguez carr lawson jacobs
        obrien lynch vega bishop montgomery oliver jensen harvey williamson gilbert dean sims espinoza howell wong reid
        hanson mccoy garrett burton fuller weber welch rojas lucas marquez fields yang little banks padilla day walsh
        bowman schultz luna fowler mejia muller schneider fischer becker hofmann schaefer koch bauer richter klein wolf
        schroeder neumann schwarz zimmermann braun kruger hartmann lange werner krause lehmann dubois durand moreau
        laurent lefebvre leroy roux bertrand fournier girard rossi russo ferrari bianchi romano colombo ricci greco
        haddad nasser mansour khalil ivanov petrov smirnov kowalski nowak novak horvath jansen vries berg bakker visser
        olsen nielsen pedersen andersen christensen larsen johansson andersson karlsson nilsson eriksson virtanen
        korhonen papadopoulos silva souza oliveira costa ferreira pereira almeida
        abbott abdi abubakar acharya achterberg adamczyk adebayo adeyemi ahlberg akhtar albrecht alonso
        amundsen anand angelo ansah antonelli appiah arora asante ashby awad azizi babu baccarini baldwin
        balogun baptiste barbosa barrett bashir basu bauman baxter becerra beckett bellini benitez bergman
        bergstrom bernard bhandari bhatt bhattacharya blanc boateng bondarenko bonnet bose boucher bouchard
        boyle brandt bravo brennan brunner bruno buchanan burgess byrne cabrera caldwell calderon callahan
        cameron campos caputo cardoso carey carlsson caruso casey castaneda chakraborty chandra chaudhary
        chaudhry chavan chung clarke cohen conte conti correa corbett costello coulibaly crowley cullen curran
        dahl dalton dasgupta davies delacruz deluca desai deshmukh desmond diallo diarra dietrich dlamini
        doherty donnelly donovan doyle drummond duarte duffy dumont dutta eberhardt egan eide engel eriksen
        espinosa esposito essien estevez faber fagan farah farrell faure fedorov ferrante ferrer figueroa
        finnegan fitzgerald fletcher flynn fofana fontaine fraser friedman fuchs gallagher gallo ganguly
        garnier gauthier geiger gerber ghosh gill giordano goldberg goldstein gomes gonzaga gottlieb goyal
        graf greenberg grossman gruber gunawardena gustafsson guzik haas hahn hakimi halvorsen hammond hanna
        haugen hegarty heinrich henriksen hensley herrmann hidalgo hinton hirsch hogan holm hooper hosseini
        houghton huber hutchinson ibarra ibrahim iglesias islam ismail jaeger jain janssen jefferson jha johal
        joseph joyner juarez kaiser kamara kaplan karim kariuki kaur keane keller kemp kenny kessler kimani
        kirby kirchner klassen knudsen koffi kone kovacs kovalenko kozlov kramer kulkarni kurtz lachance lal
        lambert landry larkin larsson lavoie leblanc leclerc leclercq levy lindberg lindgren lindqvist
        lockhart lombardi longo lorenz lozano lund lundgren macdonald mackenzie maes mahmood maier malik
        malone mancini marchand marchetti marini marino martel martens martinelli masood masuda mathew mathur
        matsumoto mazur mbeki mcallister mcbride mccann mccarthy mccormack mcdermott mcgrath mcguire mcintyre
        mckenna mclaughlin mcmahon mcneil meier melendez mendes menon mercier mishra mitra moffat mohamed
        mohammed moller molina molloy monroe moradi moran moretti moroz morton moser mueller mukherji mullen
        muniz murakami mutua mwangi naidoo naidu narayanan navarro ndiaye nelsen ngata nicholson nikolaidis
        nkosi nkrumah nolan noor norton nyambura oakley obi ochoa oconnor odonnell oduya ogunleye ojo okafor
        okeke okonkwo okoye okoro olsson oneill orlov osei otieno ouellet owusu pacheco padhi palacios pandey
        pandit parekh parrish pascal patil patnaik pavlov peralta perera perrin petersen petit petrenko pillai
        pinheiro pinto pires popescu popov prakash prasad prieto proulx pruitt quigley quinn qureshi raghavan
        raghunathan rahman rajan raman ramachandran ramanathan rana rangel rasmussen rathod ratnayake rau
        rawat redmond reinhardt renard ribeiro richard riedel rinaldi ritter rizzo robles rocha rosenberg
        rosenthal rossetti roth rousseau roy rudolph saeed saetang saha saito salas saleh salinas samaniego
        sandberg sandhu santoro sarkar sauer schaffer schmid schmitz scholz schreiber schubert serrano seth
        sethi shapiro sheikh sheridan shevchenko shrestha siddiqui silverman simard simoes simon sinclair
        singhal sinha sivakumar solberg solis sorensen soliman sousa srinivasan steele stein steiner stokes
        subramanian suarez sundaram svensson swamy swanson szabo tavares teixeira tembo teo thakur thapa
        thibault thomsen tiwari toth traore tremblay trivedi tyagi ueda ullah unger vaidya valencia vance
        vanderberg varma velasco velasquez venkatesan venter vidal vieira villa villanueva vinci vogel vogt
        volkov vongsa wahid waldron waller walters weiss whitaker whitfield wickramasinghe wiese wilkinson
        winkler wojcik wouters wozniak yadav yilmaz yoder yusuf zaidi zamora zapata zhukov zielinski zimmerman
        zulu"""
    )
)
