/** Not for readers, or being edited: nothing of it may change. */
export const JSON_LD = `{
  "@context": "https://schema.org", "@type": "LocalBusiness", "name": "Atelier Fiction",
  "telephone": "+33 1 99 00 12 34"
}`;

/** The body of a page as a blog's theme writes it: the number in every place and format that themes have. */
export const THEME_PAGE = `
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<div id="page" class="hfeed site">
  <header id="masthead" class="site-header" role="banner">
    <div class="top-bar"><i class="fa fa-phone" aria-hidden="true"></i>
      <a class="header-phone" href="tel:+33199001234"><span>01 99 00 12 34</span></a></div>
    <p class="site-title"><a href="/" rel="home">Atelier Fiction</a></p>
    <nav id="site-navigation" class="main-navigation"><ul id="primary-menu" class="menu">
      <li class="menu-item menu-item-type-custom menu-item-13"><a href="/order-0199001234/">Orders</a></li>
      <li class="menu-item menu-item-14"><a href="tel:01-99-00-12-34">Call us: 01-99-00-12-34</a></li>
    </ul></nav>
  </header>
  <div id="content" class="site-content">
    <article id="post-42" class="post-42 page type-page status-publish hentry">
      <div class="entry-content">
        <p class="has-text-align-center">Ring <strong>01&nbsp;99&nbsp;00&nbsp;12&nbsp;34</strong>, or from abroad
          <em>+33&nbsp;(0)1 99 00 12 34</em>.</p>
        <figure class="wp-block-table"><table><tbody>
          <tr><td>Workshop</td><td>01.99.00.12.34</td></tr>
          <tr><td>Order no.</td><td>20199001234</td></tr>
          <tr><td>Another phone</td><td>01 99 00 12 35</td></tr>
        </tbody></table></figure>
        <div class="wp-block-button"><a class="wp-block-button__link" href="tel:0033199001234">Call now</a></div>
        <div class="wpcf7"><form class="wpcf7-form"><input type="tel" name="your-phone" value="01 99 00 12 34">
          <textarea name="your-message">Please ring 01 99 00 12 34</textarea></form></div>
      </div>
    </article>
    <aside id="secondary" class="widget-area"><section id="text-2" class="widget widget_text">
      <h2 class="widget-title">Contact</h2>
      <div class="textwidget">12 rue de la Fiction<br>75001 Paris<br>Tel. 0199001234<br></div>
    </section></aside>
  </div>
  <footer id="colophon" class="site-footer"><div class="site-info" itemscope itemtype="https://schema.org/Store">
    <span itemprop="telephone">+33 1 99 00 12 34</span> | <a href="https://example.com/?tel=0199001234">Map</a>
  </div></footer>
</div>
<script type="application/ld+json">${JSON_LD}</script>
<noscript><img src="/pixel?phone=0199001234" alt="01 99 00 12 34"></noscript>`;
