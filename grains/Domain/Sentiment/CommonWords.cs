using System.Collections.Frozen;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>Words that look like tickers, words that show that a ticker is meant, and words that say nothing.</summary>
public static class CommonWords
{
    /// <summary>Acronyms and exclamations of the forums that are not tickers, whatever is listed under the same letters.</summary>
    private static readonly FrozenSet<string> Acronyms = Set("""
        AI AMA API APE ATH ATM BS BTFD CAGR CEO CFO COO CPI CTO DCA DD DIY DM EBITDA EDIT EOD EOW EPS ETF ETFS EU EUR EV EVS
        FAANG FAQ FBI FDA FED FOMC FOMO FTC FUD FWIW FYI GDP GPU GPUS GTFO HODL HR ICYMI IDK IMHO IMO IPO IPOS IRA IRL IRS ITM
        IV JFC LEAPS LFG LLC LMAO LMFAO LOL LTD MACD MBA ML MOASS NASA NASDAQ NFA NFT NGL NSFW NYC NYSE OG OMG OP OTC OTM PDT PE
        PM PMI PR PSA PT PTO QE QOQ QT RH RIP ROE ROI ROFL RSI SEC SMH SP SPAC SPX SUV TA TBH TBD TFSA TIL TLDR TOS TV UK UN US
        USA USD VIX VP WSB WTF WTH YOLO YOY YTD
        """);

    /// <summary>English words of one to five letters under which something is listed or might be.</summary>
    private static readonly FrozenSet<string> English = Set("""
        A AGO ALL ALSO AM AN AND ANY ARE AS ASK AT AWAY B BACK BE BEAR BEST BIG BILL BOOM BULL BUY BUT BY C CALL CALLS CAN CAR
        CARE CASH CAT CHAT CITY COIN COOL COST D DAY DEAL DIE DIP DO DOG DOWN DRIP DUMP E EARN EASY EAT ELSE EVER EYE F FACT
        FAST FAT FEEL FLAT FLOW FOR FREE FROM FUN FUND G GAIN GAME GET GO GOLD GOOD GREEN GROW GUH H HAS HE HEAR HELP HER HERE
        HIGH HOLD HOLY HOME HOPE HOT HOUR HOW HUGE I IF IN INFO IT ITS J JOB JUST K KEY KIDS KIND KING L LAND LAST LESS LET LETS
        LIFE LIKE LINE LIVE LONG LOSS LOST LOT LOVE LOW M MAIN MAN MANY MAX ME MEME MIND MINE MIT MONEY MOON MORE MOST MOVE MUCH
        MY N NEED NET NEW NEWS NEXT NICE NO NOT NOW O OF OFF OLD ON ONE ONLY OPEN OR OUR OUT OVER P PAID PAY PEAK PER PLAN PLAY
        PLUS POST PUMP PUT PUTS Q R RATE READ REAL RED RENT RIDE RING ROAD ROCK RUN S SAFE SAID SALE SAVE SAY SEE SELL SHE SHOP
        SHORT SHOW SO SOLD SOME SON SOON STAY STEM STEP STOCK STOP SUN T TAKE TALK TAX TEAM TECH TELL TEN THAN THAT THE THEM
        THEN THEY THIS TIME TO TOO TOP TRUE TRY TURN TWO U UP USE USER V VERY VS W WAIT WANT WAR WAS WATCH WAY WE WELL WENT WHAT
        WHEN WHO WHY WILL WIN WISH WITH WOOD WORK WOW X Y YEAR YES YET YOU YOUR Z ZERO ZOOM
        """);

    /// <summary>Words beside a ticker that show that a share is meant.</summary>
    private static readonly FrozenSet<string> Trading = Set("""
        share shares stock stocks call calls put puts option options strike expiry earnings ticker leaps squeeze float dilution
        bagholder bagholders bags holders shorts shorting shorted bullish bearish premarket afterhours chart support resistance
        eps guidance yolo position positions dd buying bought sold selling holding loaded upgrade downgrade valuation overvalued
        undervalued moon mooning ripping tanking dumping pumping volume contracts dividend split 🚀 📈 📉 💎
        """);

    /// <summary>Words that say nothing about a post.</summary>
    private static readonly FrozenSet<string> Stop = Set("""
        a about above after again all also am an and any anyone are as at be because been before being below between both but by
        can cant could did didnt do does doesnt doing done dont down during each even ever every everyone few for from further
        get gets getting go goes going got had has have havent having he her here hers him his how i id if ill im in into is
        isnt it its itself ive just know lets like ll lol made make makes many may me might more most much my myself need new no
        nor not nothing now of off on once one only or other our ours out over own people post put really said same say says see
        she should so some someone something still such take than that thats the their theirs them then there theres these they
        theyre thing things think this those though through time to today tomorrow too under until up us very want was way we
        well were what whats when where which while who why will with wont would yes yesterday yet you your youre yours
        """);

    /// <summary>Whether letters in capitals are a word or an acronym, so that they alone do not name a share.</summary>
    public static bool IsCommon(string capitals) => Acronyms.Contains(capitals) || English.Contains(capitals);

    /// <summary>Whether letters in capitals never name a share without a dollar sign, whatever stands beside them.</summary>
    public static bool IsAcronym(string capitals) => Acronyms.Contains(capitals);

    /// <summary>Whether a word in lower case speaks of trading.</summary>
    public static bool IsTrading(ReadOnlySpan<char> form) => Trading.GetAlternateLookup<ReadOnlySpan<char>>().Contains(form);

    /// <summary>Whether a word in lower case says nothing about a post.</summary>
    public static bool IsStop(string form) => Stop.Contains(form);

    private static FrozenSet<string> Set(string words)
        => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
