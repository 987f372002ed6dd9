// SPDX-License-Identifier: Apache-2.0

/// The words of suggested passphrases: 1,024 (10 bits each) common English words of 3 to 7 letters, chosen here. No two
/// differ by one letter and none begins another, so that a slip does not turn one into another; none is about violence,
/// bodies, family or borders.
enum PassphraseWords {
    static let all = text.split(separator: " ").map { String($0) }

    private static let text = """
        acorn actor adapt admit afford again agenda agree ahead album almond alpine amber amount anchor angle animal \
        answer apple april apron arcade arch arctic arena around arrive artist aspen asset atlas attic august author \
        autumn avenue award awning axis badge bagel baker bamboo banana banner barley barn barrel basil basket bath \
        beacon beam beaver become begin bell belong bench berry beyond birch bird blend bloom blue board boat bobbin \
        bonnet borrow bottle bottom bowl branch brass bread breeze brick bridge brief bright bring bronze brook \
        brown brush bubble bucket budget build bundle butter button buzz cabin cable cactus cake calm camel camera \
        camp canal candle canoe canvas canyon carbon cargo carpet carrot carry carve catch cattle cedar celery \
        cement cereal chair chalk chance charm cheese cherry chess chief choice chorus cider cinema circle citrus \
        city clay clean clever cliff climb clinic clock close cloth cloud coach cobalt cocoa coffee coin collar \
        column comb comet comma common copper coral cord corner cosmos cotton couple course cover cradle craft crane \
        crayon cream create creek crisp crocus cube cuckoo cup cycle cymbal daily dance daring dawn decade deep \
        delta depth desert design desk detail dial diary differ dinner direct dish ditto divide domain donkey door \
        double dough dove dozen drama draw dress drift drink drive drum duck dune dust eager eagle early easel easy \
        echo edit effort egg elder eleven elm empty enamel energy engine enjoy enough enter entire entry equal era \
        errand estate event evolve exact except expand expert extra fabric faint fair falcon famous fancy farm felt \
        fence fern fiddle field fifty figure film final finch finish first five flag flame fleet flight float floor \
        flower flute foam focus folder follow forest forge fork forum fossil four fox free fresh friday friend \
        fringe frog frost fruit fuel funnel future galaxy gallon game garage garden garlic garnet gather gauge \
        gazebo gem gentle giant gift ginger glad glass glide globe glory goal gold goose gourd grain grand grape \
        gravel great green grid group grove grow guess guitar gulf gully habit hamlet hamper happy harp hat hawk \
        hazel hearth hedge height helium hello helmet help herb heron hill hinge hobby home honest honey hood horn \
        horse host hotel humble humid husky hybrid icon ideal iguana image impact income indigo indoor inland inlet \
        insect inside invent invite iris item ivory ivy jacket jade jaguar jar jazz jelly jersey jewel jigsaw joke \
        joy juice july jump jungle junior kayak keel keeper kernel kettle key kind kiosk kite kitten kiwi knit knob \
        koala label lace ladder lagoon lamb land large lasso laugh launch laurel lava layer lead learn legend lemon \
        length lens lentil lesson letter level lilac lily lime limit linen link lion lively lizard llama loaf local \
        locket lodge logic long loop lotus lucky lunar lyric magic magnet mail maize major mallet mammal mango \
        mantle many maple marble margin marina market maroon marsh mason mast maybe meadow medal medium mellow \
        melody melon member memory menu merit meteor method metro milk mimic minute mirror mobile model modern \
        modest moment monday month moon mosaic moss motion motor movie muffin mule museum music mutual myrtle napkin \
        narrow native nature navy nearby nectar needle never newest next nibble nickel night nine noble noise noodle \
        normal north note notice novel number nutmeg nylon oasis object oblong obtain ocean offer office often olive \
        omelet onion online opal open opera option orange orbit orchid order organ origin osprey other outer oxygen \
        oyster paddle page palace panda panel papaya paper parade parcel party pasta pastel pastry patio pause peach \
        peanut pearl pebble pencil people pepper perfect perfume period petal phone photo phrase piano piccolo \
        pickle picnic picture piece pigeon pillar pillow pilot pioneer pitch pizza plain planet plate plaza plenty \
        plough plum plural podium poem point polish polite pollen pond poplar poppy porch portion postage poster \
        potato pottery powder prairie praise present pretty primary prism prize produce profile program project \
        promise proper proud public pudding pumpkin pupil puppet purple purpose puzzle pyramid quaint quality quarry \
        quarter quartz quick quiet quill quince quite quiz quota rabbit raccoon radar radio radish railway raisin \
        random rapid rare raven ready real reason recall recent recipe record recycle reef reflect reform region \
        regular relax remain remedy renew rent repair repeat reply report reserve result return reveal review reward \
        rhubarb rhyme rhythm ribbon rice ripple river road roast robin roller roof rooster rope rotate route ruby \
        rudder rug ruler rumba runner rural rustic saffron salad salmon salt sample sandal sardine satin saturn \
        sauce savanna scale scarf scene school science scooter score scout screen script scroll sculpt seat second \
        section seed select senior sequel series sesame seven shade shallow shawl sheep shelf shine ship shirt shoe \
        shrimp shrub shuttle sierra signal silence silver similar since single sixteen size skate sketch skill sky \
        sleeve slice slipper slope slow small smile smooth snack snail soap soccer social sock soda soft solar solid \
        solo solve sonata soprano source south space spark sparrow special speech sphere spider spinach spiral \
        splash spoon sport spring spruce square squash squid stable stadium stage stair stamp start station statue \
        steel step stereo stitch stone stool stork straw stream street stripe strong studio study style subject \
        suburb sudden sugar suggest suit summer summit sunday sunny sunrise sunset supper supply surf swan sweater \
        sweet swift swim swing symbol syrup system tablet talent talk tape tartan taste teacher teapot tempo tennis \
        term terrace textile texture thank theme theory thimble thing thirty thistle thread three thrive thunder \
        ticket tidal tiger timber tinsel tiny title today tomato topaz total toucan tower town track tractor trail \
        tray trellis tribute trio trolley trophy tropic trout truffle trumpet trust tulip tundra turkey turnip \
        turtle twelve twenty twig twist typical under uniform unique until upright upward urban urchin useful usual \
        utensil vacant vacuum valley value vanilla variety vase vault vector velvet verse very vessel village \
        vintage vinyl viola violet violin visit vista vital vivid voice volcano volume voyage waffle wagon walnut \
        waltz wander wash water wealth weave website weekend welcome west wheat wheel white whole wide width wild \
        window winter wisdom wolf wool world woven wren writer yacht yard year yeast yoga yogurt zebra zenith zero \
        zigzag zinc zipper zodiac zone zoom
        """
}
